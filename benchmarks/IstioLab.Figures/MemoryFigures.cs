using System.Diagnostics;
using k8s;
using k8s.Models;

namespace IstioLab.Figures;

/// <summary>Resident memory of the one process after 1,000 requests, and what each further injected pod adds.</summary>
internal static class MemoryFigures
{
    private const int FurtherPods = 20;
    private const double Megabyte = 1_000_000;
    private static readonly TimeSpan Rest = TimeSpan.FromSeconds(1);

    public static async Task MeasureAsync(LabUnderMeasure lab, FigureReport report, CancellationToken cancellationToken)
    {
        await lab.RunAsync(cancellationToken, "curl", "-n", LabUnderMeasure.Namespace, "--from", "apps-client", "--count", "1000", "http://apps-svc-all");
        var process = await lab.ProcessIdAsync(cancellationToken);
        await Task.Delay(Rest, lab.Time, cancellationToken);
        var before = Resident(process);
        report.Add("resident memory, canary lab, a second after 1,000 requests", before, 200, "MB");

        var scale = new V1Patch(new { spec = new { replicas = 1 + FurtherPods } }, V1Patch.PatchType.MergePatch);
        await lab.Api.AppsV1.PatchNamespacedDeploymentScaleAsync(scale, "apps-v1", LabUnderMeasure.Namespace, cancellationToken: cancellationToken);
        await WaitForReplicasAsync(lab, 1 + FurtherPods, cancellationToken);
        await lab.RunAsync(cancellationToken, "curl", "-n", LabUnderMeasure.Namespace, "--from", "apps-client", "--count", "1000", "http://apps-svc-all");
        await Task.Delay(Rest, lab.Time, cancellationToken);
        report.Add($"resident memory per further injected pod, {FurtherPods} pods that served", (Resident(process) - before) / FurtherPods, 5, "MB");

        var back = new V1Patch(new { spec = new { replicas = 1 } }, V1Patch.PatchType.MergePatch);
        await lab.Api.AppsV1.PatchNamespacedDeploymentScaleAsync(back, "apps-v1", LabUnderMeasure.Namespace, cancellationToken: cancellationToken);
        await WaitForReplicasAsync(lab, 1, cancellationToken);
    }

    private static async Task WaitForReplicasAsync(LabUnderMeasure lab, int replicas, CancellationToken cancellationToken)
    {
        await foreach (var (_, deployment) in lab.Api.AppsV1.WatchListNamespacedDeploymentAsync(
            LabUnderMeasure.Namespace, fieldSelector: "metadata.name=apps-v1", cancellationToken: cancellationToken))
        {
            if (deployment.Status?.ReadyReplicas == replicas && deployment.Status.Replicas == replicas)
            {
                return;
            }
        }
    }

    private static double Resident(int processId)
    {
        using var process = Process.GetProcessById(processId);
        return process.WorkingSet64 / Megabyte;
    }
}
