using k8s;
using k8s.Models;

namespace IstioLab.Figures;

/// <summary>Changes the size of a Deployment and waits until it has that size.</summary>
internal static class Replicas
{
    public static async Task ScaleAsync(LabUnderMeasure lab, string deployment, int replicas, CancellationToken cancellationToken)
    {
        var scale = new V1Patch(new { spec = new { replicas } }, V1Patch.PatchType.MergePatch);
        await lab.Api.AppsV1.PatchNamespacedDeploymentScaleAsync(scale, deployment, LabUnderMeasure.Namespace, cancellationToken: cancellationToken);
        await foreach (var (_, seen) in lab.Api.AppsV1.WatchListNamespacedDeploymentAsync(
            LabUnderMeasure.Namespace, fieldSelector: $"metadata.name={deployment}", cancellationToken: cancellationToken))
        {
            if ((seen.Status?.ReadyReplicas ?? 0) == replicas && (seen.Status?.Replicas ?? 0) == replicas)
            {
                return;
            }
        }
    }
}
