using System.Collections.Concurrent;
using System.Net;
using System.Text.Json.Nodes;
using IstioLab.Cluster.Embedded.Api;
using IstioLab.Cluster.Embedded.Controllers;
using IstioLab.Cluster.Embedded.Events;
using IstioLab.Cluster.Embedded.Objects;
using IstioLab.Cluster.Embedded.Storage;
using IstioLab.Cluster.Providers;
using IstioLab.Proxy.Network;

namespace IstioLab.Cluster.Embedded.Edge;

/// <summary>
/// What a cloud's load balancer does, on loopback ports of this machine: serves the node ports of Services, and ports for gateways whose
/// Service has none, and gives Services of type LoadBalancer the address.
/// </summary>
internal sealed class ServicePublisher(IObjectApi api, EventRecorder events, LoopbackPorts ports, IPodInterface node, bool balancesOwnPorts) : IController
{
    private readonly ConcurrentDictionary<ObjectKey, ClusterGateway> _gateways = new();

    /// <summary>Raised when <see cref="Gateways"/> changed.</summary>
    public event Action? GatewaysChanged;

    public string Name => "service-publisher";

    public IReadOnlyCollection<string> Watches { get; } = [Resources.Services, Resources.Pods];

    /// <summary>The gateways and their addresses on this machine: Services of type LoadBalancer first, then by name.</summary>
    public IReadOnlyList<ClusterGateway> Gateways =>
    [
        .. _gateways.Values.OrderBy(gateway => gateway.Namespace, StringComparer.Ordinal).ThenByDescending(gateway => gateway.IsLoadBalancer)
            .ThenBy(gateway => gateway.Name, StringComparer.Ordinal),
    ];

    /// <summary>Completes when the Service is a gateway that this machine reaches.</summary>
    public async Task UntilAsync(string ns, string name, CancellationToken cancellationToken)
    {
        var changed = new SemaphoreSlim(0);
        var note = () => { changed.Release(); };
        GatewaysChanged += note;
        try
        {
            while (!_gateways.ContainsKey(new ObjectKey(Resources.Services, ns, name))) await changed.WaitAsync(cancellationToken);
        }
        finally
        {
            GatewaysChanged -= note;
        }
    }

    public IEnumerable<ObjectKey> KeysOf(ObjectEvent change)
    {
        var item = change.Object;
        if (item.Key.Resource == Resources.Services) return [item.Key];
        return change.Type == ObjectEventType.Added && PublishedService.IsGateway(item)
            ? api.List(Resources.Services, item.Namespace).Items.Where(service => PublishedService.Selects(service, item)).Select(service => service.Key)
            : [];
    }

    public async ValueTask<TimeSpan?> ReconcileAsync(ObjectKey key, CancellationToken cancellationToken)
    {
        var stored = api.Find(key.Resource, key.Namespace, key.Name);
        var service = stored is null ? null : PublishedService.Of(stored, api.List(Resources.Pods, key.Namespace).Items);
        var published = service is null ? [] : Publish(stored!, service);
        await ports.CloseAsync(key.Namespace, key.Name, published.Values.Concat(service is null ? [] : OpenOwnNumbers(key, service)).ToHashSet());
        Announce(key, service, published);
        if (service is not null) await WriteStatusAsync(key, service, cancellationToken);
        return null;
    }

    private Dictionary<JsonObject, int> Publish(StoredObject stored, PublishedService service)
    {
        var published = new Dictionary<JsonObject, int>();
        foreach (var port in service.Ports)
        {
            var number = port.Number("port") ?? 0;
            var known = port.Number("nodePort") ?? PublishedService.PortOf(_gateways.GetValueOrDefault(stored.Key), number);
            if (ports.Take(stored.Namespace, stored.Name, number, known) is not { } taken) continue;
            if (ports.Open(stored.Namespace, stored.Name, taken) is { } open)
            {
                open.LeadTo(new IPEndPoint(service.Address, number), node);
                published[port] = taken;
                continue;
            }
            events.Warning(
                EventSubject.Of(stored, "v1", "Service"), EventSource.Services, "PortInUse",
                $"Port '{taken}' of 127.0.0.1 is in use by another program or Service, so port {number} is not served there. Leave out "
                + "'nodePort' to get a free one.");
        }
        return published;
    }

    /// <summary>
    /// Opens the ports of a load balancer under their own numbers too, as its address and <c>spec.ports[].port</c> promise, where this machine
    /// allows that and no other program has them.
    /// </summary>
    private List<int> OpenOwnNumbers(ObjectKey key, PublishedService service)
    {
        List<int> opened = [];
        foreach (var number in balancesOwnPorts && service.IsLoadBalancer ? service.Ports.Select(port => port.Number("port") ?? 0) : [])
        {
            if (ports.Open(key.Namespace, key.Name, number) is not { } port) continue;
            port.LeadTo(new IPEndPoint(service.Address, number), node);
            opened.Add(number);
        }
        return opened;
    }

    private void Announce(ObjectKey key, PublishedService? service, Dictionary<JsonObject, int> published)
    {
        if (service is null || !service.IsGatewayService || published.Count == 0)
        {
            if (_gateways.TryRemove(key, out _)) GatewaysChanged?.Invoke();
            return;
        }
        var gateway = service.ToGateway(published);
        if (_gateways.TryGetValue(key, out var known) && known.Equals(gateway)) return;
        _gateways[key] = gateway;
        GatewaysChanged?.Invoke();
    }

    private async ValueTask WriteStatusAsync(ObjectKey key, PublishedService service, CancellationToken cancellationToken)
    {
        var balancer = service.IsLoadBalancer
            ? new JsonObject { ["ingress"] = new JsonArray(new JsonObject { ["ip"] = "127.0.0.1", ["ipMode"] = "VIP" }) }
            : [];
        await api.ChangeAsync(
            key.Resource, key.Namespace, key.Name, "status", node => node.Child("status").Put("loadBalancer", balancer.Copy()),
            WriteOptions.Internal, cancellationToken);
    }
}
