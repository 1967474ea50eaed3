using System.Collections.Immutable;
using System.Net;
using System.Text.Json;
using IstioLab.Cluster.Embedded.Api;
using IstioLab.Cluster.Embedded.Events;
using IstioLab.Cluster.Embedded.Objects;
using IstioLab.Cluster.Embedded.Storage;
using IstioLab.Config.Discovery;
using IstioLab.Config.Kubernetes;
using IstioLab.Config.Snapshots;
using Microsoft.Extensions.Logging;

namespace IstioLab.Cluster.Embedded.Mesh;

/// <summary>
/// The control plane: keeps the state of the mesh, and for each change hands every connected proxy a snapshot with the next number.
/// What arrives while it works is taken together.
/// </summary>
internal sealed class MeshController(
    IObjectApi api, IReadOnlyCollection<string> watched, MeshSettings settings, EventRecorder events, TimeProvider time, ILogger logger)
{
    private readonly SnapshotCompiler _compiler = new();
    private readonly Lock _gate = new();
    private readonly RuleChanges _rules = new();
    private ImmutableArray<MeshProxy> _proxies = [];
    private MeshState _state = MeshState.Empty.With(settings);
    private readonly ReadProgress _progress = new();
    private long _version;

    /// <summary>The proxies that are connected now.</summary>
    public ImmutableArray<MeshProxy> Proxies
    {
        get
        {
            lock (_gate) return _proxies;
        }
    }

    /// <summary>On how many of the proxies that are connected now each rule is active, sorted by name.</summary>
    public IReadOnlyList<RuleActivation> Activations => _rules.Activations(Proxies);

    /// <summary>The state that proxies were given last.</summary>
    public MeshState State
    {
        get
        {
            lock (_gate) return _state;
        }
    }

    /// <summary>Connects a proxy, which gets its first snapshot before this returns.</summary>
    public MeshProxy Connect(ProxyIdentity identity, Func<ProxySnapshot, long> apply, Func<IPAddress, int>? requestsTo = null)
    {
        var proxy = new MeshProxy(identity, apply, requestsTo ?? (_ => 0));
        MeshState state;
        long version;
        lock (_gate)
        {
            _proxies = _proxies.Add(proxy);
            (state, version) = (_state, _version);
        }

        proxy.Push(_compiler, state, version);
        return proxy;
    }

    public void Disconnect(MeshProxy proxy)
    {
        lock (_gate) _proxies = _proxies.Remove(proxy);
    }

    /// <summary>Completes when every proxy has been given what was stored up to the resource version.</summary>
    public Task ReachedAsync(long resourceVersion, CancellationToken cancellationToken) => _progress.ReachedAsync(resourceVersion, cancellationToken);

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        using var subscription = api.Subscribe(watched);
        var batch = new List<ObjectEvent>();
        while (await subscription.Events.WaitToReadAsync(cancellationToken))
        {
            var started = time.GetTimestamp();
            while (subscription.Events.TryRead(out var change)) batch.Add(change);
            Advance(batch.Where(MeshResources.Matters).ToList(), started);
            _progress.Advance(batch.Max(change => change.ResourceVersion));
            batch.Clear();
        }
    }

    private void Advance(List<ObjectEvent> changes, long started)
    {
        if (changes.Count == 0) return;
        var (changed, removed) = Collect(changes);
        ImmutableArray<MeshProxy> proxies;
        MeshState state;
        long version;
        lock (_gate)
        {
            state = _state = _state.With(changed.Values, removed);
            version = ++_version;
            proxies = _proxies;
        }

        foreach (var change in changes) Relabel(change, proxies);
        foreach (var proxy in proxies) Push(proxy, state, version);
        var taken = time.GetElapsedTime(started);
        foreach (var change in changes) Report(change, proxies, version, taken);
    }

    private void Push(MeshProxy proxy, MeshState state, long version)
    {
        try
        {
            proxy.Push(_compiler, state, version);
        }
#pragma warning disable CA1031 // One proxy that cannot take a snapshot keeps its old one; the others must still get theirs.
        catch (Exception failure)
#pragma warning restore CA1031
        {
            logger.LogError(failure, "Proxy '{Pod}.{Namespace}' did not take snapshot {Version}", proxy.Identity.PodName, proxy.Identity.Namespace, version);
        }
    }

    private (Dictionary<ObjectId, ConfigObject> Changed, HashSet<ObjectId> Removed) Collect(List<ObjectEvent> changes)
    {
        var changed = new Dictionary<ObjectId, ConfigObject>();
        var removed = new HashSet<ObjectId>();
        foreach (var change in changes)
        {
            try
            {
                var item = ConfigObjectReader.ReadJson(change.Object.Json);
                if (change.Type == ObjectEventType.Deleted)
                {
                    changed.Remove(item.Id);
                    removed.Add(item.Id);
                }
                else
                {
                    removed.Remove(item.Id);
                    changed[item.Id] = item;
                }
            }
            catch (JsonException unreadable)
            {
                logger.LogError(unreadable, "'{Resource}' '{Namespace}/{Name}' is not an object", change.Object.Key.Resource, change.Object.Namespace, change.Object.Name);
            }
        }

        return (changed, removed);
    }

    private static void Relabel(ObjectEvent change, ImmutableArray<MeshProxy> proxies)
    {
        if (change.Object.Key.Resource != Resources.Pods) return;
        foreach (var proxy in proxies)
        {
            if (proxy.Is(change.Object.Key)) proxy.Identity = proxy.Identity with { Labels = ProxyIdentities.Labels(change.Object) };
        }
    }

    private void Report(ObjectEvent change, ImmutableArray<MeshProxy> proxies, long version, TimeSpan taken)
    {
        var item = change.Object;
        if (item.Key.Resource != Resources.VirtualServices) return;
        if (change.Type == ObjectEventType.Deleted)
        {
            _rules.Remove(item.Key);
            return;
        }

        if (change.Previous is { } old && old.Generation == item.Generation) return;
        var rule = new RuleChange(item, item.ToNode(), version, taken);
        _rules.Set(item.Key, rule);
        var activation = rule.Activation(proxies);
        events.Normal(
            EventSubject.Of(item, rule.Node.Text("apiVersion"), activation.Kind), EventSource.Mesh,
            activation.Active == activation.Proxies ? "Active" : "Pending", activation.ToString());
    }
}
