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

    /// <summary>How long the API server may take to answer.</summary>
    /// <value>Default: 15 seconds.</value>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(15);
}
