namespace IstioLab.Labs.Resources;

/// <summary>What the resources of the cluster itself show.</summary>
/// <param name="Kind">Which kind of cluster it is, such as <c>embedded</c>: every surface says what is simulated.</param>
/// <param name="EnvironmentName">The environment's name.</param>
/// <param name="KubernetesVersion">The version of its API.</param>
/// <param name="IstioVersion">The version of its mesh.</param>
/// <param name="Server">The address of its API.</param>
/// <param name="Kubeconfig">The file that leads to it.</param>
/// <param name="CreatedAt">When the environment was started.</param>
public sealed record ClusterInfo(
    string Kind, string EnvironmentName, string KubernetesVersion, string IstioVersion, Uri Server, string Kubeconfig, DateTimeOffset CreatedAt)
{
    /// <summary>Gateways that a browser can open, by name.</summary>
    public IReadOnlyList<LabResourceUrl> Gateways { get; init; } = [];
}
