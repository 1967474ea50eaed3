using System.Globalization;
using IstioLab.Cluster.Embedded.Objects;

namespace IstioLab.Cluster.Embedded.Controllers;

/// <summary>
/// Which pod goes first when a ReplicaSet shrinks: without a node, pending, not ready, of lower deletion cost, ready for a shorter
/// time, restarted more often, newer.
/// </summary>
internal sealed class PodDeletionOrder : IComparer<PodView>
{
    public static PodDeletionOrder Instance { get; } = new();

    public int Compare(PodView? x, PodView? y)
    {
        if (x is null || y is null) return 0;
        var order = (x.Node.Text("spec", "nodeName").Length > 0).CompareTo(y.Node.Text("spec", "nodeName").Length > 0);
        if (order == 0) order = Phase(x).CompareTo(Phase(y));
        if (order == 0) order = x.Node.IsReady().CompareTo(y.Node.IsReady());
        if (order == 0) order = Cost(x).CompareTo(Cost(y));
        if (order == 0) order = Since(y).CompareTo(Since(x));
        if (order == 0) order = Restarts(y).CompareTo(Restarts(x));
        if (order == 0) order = y.Stored.CreationTime.CompareTo(x.Stored.CreationTime);
        return order != 0 ? order : y.Stored.ResourceVersion.CompareTo(x.Stored.ResourceVersion);
    }

    private static int Phase(PodView pod) => pod.Node.Text("status", "phase") switch { "Pending" => 0, "Unknown" => 1, _ => 2 };

    private static int Cost(PodView pod) =>
        pod.Stored.Annotations.TryGetValue("controller.kubernetes.io/pod-deletion-cost", out var text)
        && int.TryParse(text, CultureInfo.InvariantCulture, out var cost) ? cost : 0;

    private static DateTimeOffset Since(PodView pod) =>
        KubernetesTime.Parse(pod.Node.Condition("Ready").Text("lastTransitionTime")) ?? DateTimeOffset.MinValue;

    private static int Restarts(PodView pod) =>
        pod.Node.Items("status", "containerStatuses").Select(status => status.Number("restartCount") ?? 0).DefaultIfEmpty().Max();
}
