using Aspire.Hosting.ApplicationModel;
using IstioLab.Labs.Resources;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace IstioLab.Hosting.Mirroring;

/// <summary>The health that the cluster reports of an object. The cluster's own waits for Istio and for every workload.</summary>
internal sealed class MirroredHealthCheck(MirrorBoard board, DistributedApplicationModel model, string cluster, string name) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(Judge());

    private HealthCheckResult Judge()
    {
        if (board.Find(cluster, name) is not { } resource)
        {
            return HealthCheckResult.Unhealthy("The cluster has not reported it yet.");
        }

        if (name == MirroredNames.Cluster && board.Pending.TryGetValue(cluster, out var pending))
        {
            return HealthCheckResult.Unhealthy(pending);
        }

        var reports = name == MirroredNames.Cluster
            ? Relevant().SelectMany(Named)
            : resource.Health.Select(report => (Report: report, Text: report.Description));
        var failing = reports.Where(entry => !entry.Report.Healthy).Select(entry => entry.Text).ToList();
        return failing.Count == 0
            ? HealthCheckResult.Healthy(string.Join(' ', resource.Health.Select(report => report.Description)))
            : HealthCheckResult.Unhealthy(string.Join(' ', failing));
    }

    /// <summary>The cluster, the mesh and the workloads that the AppHost names: what else a cluster has does not hold anybody up.</summary>
    private IEnumerable<LabResource> Relevant() =>
        model.Resources.OfType<KubernetesObjectResource>()
            .Where(resource => resource.Cluster.Name == cluster && resource.Kind == "Deployment")
            .Select(resource => resource.MirroredName)
            .Prepend(MirroredNames.Istio)
            .Prepend(MirroredNames.Cluster)
            .Select(mirrored => board.Find(cluster, mirrored))
            .OfType<LabResource>();

    private static IEnumerable<(LabResourceHealth Report, string Text)> Named(LabResource resource) =>
        resource.Health.Select(report => (report, $"{resource.Type} '{resource.DisplayName}': {report.Description}"));
}
