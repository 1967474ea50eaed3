namespace IstioLab.Labs.Resources;

/// <summary>Shows the cluster and the mesh, which are no objects of the cluster.</summary>
internal static class ClusterResource
{
    public const string ClusterName = "cluster";
    public const string IstioName = "istio";
    public const string SystemNamespace = "istio-system";

    public static IEnumerable<LabResource> Of(ClusterInfo info, string? problem, ClusterView view)
    {
        yield return new LabResource
        {
            Name = ClusterName,
            Type = "Cluster",
            DisplayName = info.EnvironmentName,
            Uid = ClusterName,
            State = problem is null ? "Running" : "Not answering",
            Style = problem is null ? LabResourceStyle.Success : LabResourceStyle.Error,
            CreatedAt = info.CreatedAt,
            StartedAt = info.CreatedAt,
            Icon = "Server",
            Properties =
            [
                new("cluster.kind", "Cluster", info.Kind, Highlighted: true),
                new("resource.source", "Kubernetes", $"{info.Kind} · Kubernetes {info.KubernetesVersion}"),
                new("cluster.server", "API server", info.Server.ToString()),
                new("cluster.kubeconfig", "Kubeconfig", info.Kubeconfig),
            ],
            Relations = [new(IstioName, "runs")],
            Health = [new("api", problem is null, problem ?? "The Kubernetes API answers.")],
        };

        var parts = view.OfKind("Deployment", SystemNamespace).ToList();
        var running = parts.Count(part => part.Number("status", "readyReplicas") > 0);
        var ready = parts.Count > 0 && running == parts.Count;
        yield return new LabResource
        {
            Name = IstioName,
            Type = "Istio",
            DisplayName = "istio",
            Uid = IstioName,
            State = parts.Count == 0 ? "Not installed" : ready ? "Running" : "Starting",
            Style = ready ? LabResourceStyle.Success : parts.Count == 0 ? LabResourceStyle.Warning : LabResourceStyle.Info,
            CreatedAt = info.CreatedAt,
            StartedAt = info.CreatedAt,
            Parent = ClusterName,
            Icon = "VirtualNetwork",
            Properties = [new("istio.version", "Istio", info.IstioVersion, Highlighted: true), new("resource.source", "Version", $"Istio {info.IstioVersion}")],
            Relations = [.. parts.Select(part => new LabResourceRelation(ObjectKey.Of("Deployment", part).ResourceName, "runs"))],
            Health = [new("control-plane", ready, $"{running} of {parts.Count} parts of the mesh are running.")],
        };
    }
}
