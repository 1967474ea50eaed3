using System.Collections.Immutable;

namespace IstioLab.Cluster.Providers;

/// <summary>
/// A Kubernetes cluster that a lab runs on. Whoever uses it talks the Kubernetes API through the kubeconfig and cannot tell the
/// providers apart.
/// </summary>
public interface ICluster : IAsyncDisposable
{
    /// <summary>The provider's name: <c>embedded</c>, <c>k3d</c> or <c>current</c>.</summary>
    string Kind { get; }

    /// <summary>The file that leads to its API server; readable by its owner alone. It exists once <see cref="StartAsync"/> has ended.</summary>
    string KubeconfigPath { get; }

    /// <summary>The Istio release that it runs or follows, such as <c>1.30</c>.</summary>
    string IstioVersion { get; }

    /// <summary>Its gateways as seen from this machine; empty while there are none.</summary>
    IReadOnlyList<ClusterGateway> Gateways { get; }

    /// <summary>Raised when <see cref="Gateways"/> changed, on any thread.</summary>
    event Action? GatewaysChanged;

    /// <summary>The context in the kubeconfig that is meant; empty for its current one.</summary>
    string Context => "";

    /// <summary>The revision of its Istio, which tools have to name; empty where it has none.</summary>
    string Revision => "";

    /// <summary>Images of labs that this cluster could not pull, and what it runs in their place; empty where there are none.</summary>
    IReadOnlyDictionary<string, string> Images => ImmutableDictionary<string, string>.Empty;

    /// <summary>What a start that takes minutes is doing, such as the pod and the image that it waits for; empty when there is nothing to tell.</summary>
    string State => "";

    /// <summary>Starts the cluster and returns when its API answers.</summary>
    Task StartAsync(CancellationToken cancellationToken);

    /// <summary>Stops it and leaves nothing behind but what the next start with the same name reads again.</summary>
    Task StopAsync(CancellationToken cancellationToken);
}
