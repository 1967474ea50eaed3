using System.Collections.Concurrent;
using System.Net;
using IstioLab.Cluster.Embedded.Objects;
using IstioLab.Cluster.Embedded.Storage;
using IstioLab.Proxy.Network;

namespace IstioLab.Cluster.Embedded.Kubelet;

/// <summary>Runs the pods that are bound to the node, one worker each.</summary>
internal sealed class Kubelet : IAsyncDisposable
{
    private readonly KubeletServices _services;
    private readonly ConcurrentDictionary<ObjectKey, PodWorker> _workers = new();
    private readonly ConcurrentDictionary<Task, bool> _ending = new();
    private readonly ProbeClient _probes;

    public Kubelet(KubeletServices services)
    {
        _services = services;
        Node = services.Network.Attach(IPAddress.Parse(NodeObject.Address), NodeObject.Name);
        _probes = new ProbeClient(Node, services.Time);
    }

    /// <summary>The node's place in the pod network.</summary>
    public IPodInterface Node { get; }

    /// <summary>The pod's worker; null while it has none.</summary>
    public PodWorker? Find(string ns, string name) => _workers.GetValueOrDefault(new ObjectKey(Resources.Pods, ns, name));

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        using var subscription = _services.Api.Subscribe([Resources.Pods, Resources.ConfigMaps, Resources.Secrets]);
        await foreach (var change in subscription.Events.ReadAllAsync(cancellationToken))
        {
            if (change.Object.Key.Resource == Resources.Pods) Follow(change);
            else if (change.Type != ObjectEventType.Deleted) Refresh(change.Object.Key.Namespace);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await Task.WhenAll([.. _workers.Values.Select(worker => worker.DisposeAsync().AsTask()), .. _ending.Keys]);
        _probes.Dispose();
        await Node.DisposeAsync();
    }

    private void Follow(ObjectEvent change)
    {
        var pod = change.Object;
        var known = _workers.GetValueOrDefault(pod.Key);
        if (known is not null && known.Uid != pod.Uid)
        {
            End(known);
            known = null;
        }

        if (change.Type == ObjectEventType.Deleted)
        {
            if (known is not null && _workers.TryRemove(pod.Key, out _)) End(known);
            return;
        }

        if (known is not null)
        {
            known.Update(pod);
        }
        else if (pod.ToNode() is var node && node.Text("spec", "nodeName") == NodeObject.Name && !node.IsFinished())
        {
            var worker = _workers[pod.Key] = new PodWorker(_services, _probes, pod);
            worker.Update(pod);
        }
    }

    private void End(PodWorker worker)
    {
        var ending = worker.DisposeAsync().AsTask();
        _ending[ending] = true;
        _ = ending.ContinueWith(done => _ending.TryRemove(done, out _), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
    }

    private void Refresh(string ns)
    {
        foreach (var (key, worker) in _workers)
        {
            if (key.Namespace == ns) worker.Refresh();
        }
    }
}
