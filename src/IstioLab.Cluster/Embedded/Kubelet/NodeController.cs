using System.Text.Json.Nodes;
using IstioLab.Cluster.Embedded.Api;
using IstioLab.Cluster.Embedded.Controllers;
using IstioLab.Cluster.Embedded.Objects;
using IstioLab.Cluster.Embedded.Storage;

namespace IstioLab.Cluster.Embedded.Kubelet;

/// <summary>Registers the node and keeps its heartbeat, the lease, and its status.</summary>
internal sealed class NodeController(IObjectApi api, TimeProvider time, string kubernetesVersion) : IController
{
    private const string LeaseNamespace = "kube-node-lease";
    private static readonly TimeSpan LeasePeriod = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan StatusPeriod = TimeSpan.FromMinutes(5);
    private static readonly string ProductVersion = typeof(NodeController).Assembly.GetName().Version?.ToString(3) ?? "0";
    private readonly DateTimeOffset _started = time.GetUtcNow();
    private DateTimeOffset _reported;

    public string Name => "node-controller";

    public IReadOnlyCollection<string> Watches { get; } = [Resources.Namespaces, Resources.Nodes];

    public IEnumerable<ObjectKey> KeysOf(ObjectEvent change)
    {
        // The namespace of leases is there from the start, so its event is the one that registers the node.
        var begins = change is { Type: ObjectEventType.Added, Object.Key: { Resource: Resources.Namespaces, Name: LeaseNamespace } };
        var lost = change is { Type: ObjectEventType.Deleted, Object.Key: { Resource: Resources.Nodes, Name: NodeObject.Name } };
        return begins || lost ? [new ObjectKey(Resources.Nodes, "", NodeObject.Name)] : [];
    }

    public async ValueTask<TimeSpan?> ReconcileAsync(ObjectKey key, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var node = api.Find(Resources.Nodes, "", NodeObject.Name);
        if (node is null)
        {
            var body = NodeObject.Create();
            body["status"] = NodeObject.Status(kubernetesVersion, ProductVersion, _started, now);
            node = await api.CreateAsync(Resources.Nodes, "", body, WriteOptions.Internal, cancellationToken);
            _reported = now;
        }

        if (now - _reported >= StatusPeriod || node.ToNode()["status"].Items("conditions").All(condition => condition.Text("type") != "Ready"))
        {
            var status = NodeObject.Status(kubernetesVersion, ProductVersion, _started, now);
            await api.ChangeAsync(
                Resources.Nodes, "", NodeObject.Name, "status", body => body.Put("status", status.Copy()), WriteOptions.Internal, cancellationToken);
            _reported = now;
        }

        await RenewAsync(node, now, cancellationToken);
        return LeasePeriod;
    }

    private async ValueTask RenewAsync(StoredObject node, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var renewed = KubernetesTime.Micros(now);
        var lease = await api.ChangeAsync(
            Resources.Leases, LeaseNamespace, NodeObject.Name, null, body => body.Child("spec").Put("renewTime", renewed), WriteOptions.Internal,
            cancellationToken);
        if (lease is not null) return;
        await api.CreateAsync(Resources.Leases, LeaseNamespace, new JsonObject
        {
            ["metadata"] = new JsonObject { ["name"] = NodeObject.Name, ["ownerReferences"] = new JsonArray(Owner(node)) },
            ["spec"] = new JsonObject { ["holderIdentity"] = NodeObject.Name, ["leaseDurationSeconds"] = 40, ["renewTime"] = renewed },
        }, WriteOptions.Internal, cancellationToken);
    }

    private static JsonObject Owner(StoredObject node) =>
        new() { ["apiVersion"] = "v1", ["kind"] = "Node", ["name"] = node.Name, ["uid"] = node.Uid };
}
