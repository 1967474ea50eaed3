using IstioLab.Cluster.Environments;

namespace IstioLab.Cluster.Current;

/// <summary>Which cluster of the user's kubeconfig is used.</summary>
public sealed record CurrentClusterOptions
{
    /// <summary>The environment's folder, which gets a kubeconfig of its own.</summary>
    public required EnvironmentFolder Folder { get; init; }

    /// <summary>The context that was chosen, and where it leads.</summary>
    public required CurrentContext Context { get; init; }

    /// <summary>Images of labs that are replaced, by what.</summary>
    public IReadOnlyDictionary<string, string> Images { get; init; } = new Dictionary<string, string>();

    /// <summary>
    /// The resources without which the labs that are meant cannot be applied, such as <c>virtualservices.networking.istio.io</c>; null for
    /// everything that Istio's labs use.
    /// </summary>
    public IReadOnlySet<string>? Needed { get; init; }

    /// <summary>The clock.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>Gets what was found there. Default: nobody.</summary>
    public Action<string> Report { get; init; } = _ => { };

    /// <summary>How long the API server may take to answer.</summary>
    /// <value>Default: 30 seconds.</value>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(30);
}
