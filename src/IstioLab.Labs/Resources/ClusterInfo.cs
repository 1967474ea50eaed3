using IstioLab.Cluster.Providers;
using IstioLab.Config.Discovery;
using IstioLab.Labs.Definitions;

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
    /// <summary>How this machine reaches gateways, where their Services do not say so themselves.</summary>
    /// <value>Default: none.</value>
    public IReadOnlyList<ClusterGateway> Gateways { get; init; } = [];

    /// <summary>The labs that may be active; the namespace of the one that is says so itself.</summary>
    /// <value>Default: none.</value>
    public IReadOnlyList<LabDefinition> Labs { get; init; } = [];

    /// <summary>The language of the labs' texts: <c>en</c> or <c>zh</c>.</summary>
    /// <value>Default: <c>en</c>.</value>
    public string Language { get; init; } = "en";

    /// <summary>The release whose rules decide; what is not 1.17 follows 1.30.</summary>
    internal IstioRelease Release =>
        IstioVersion == "1.17" || IstioVersion.StartsWith("1.17.", StringComparison.Ordinal) ? IstioRelease.Istio117 : IstioRelease.Istio130;
}
