namespace IstioLab.Cluster.Istio;

/// <summary>The Kubernetes minor versions, both ends included, that one Istio minor version supports.</summary>
/// <param name="Istio">Istio's minor version, for example <c>1.30</c>.</param>
/// <param name="Lowest">Lowest supported Kubernetes minor version, for example <c>1.32</c>.</param>
/// <param name="Highest">Highest supported Kubernetes minor version, for example <c>1.36</c>.</param>
public sealed record KubernetesVersionRange(MinorVersion Istio, MinorVersion Lowest, MinorVersion Highest)
{
    /// <summary>Tells whether <paramref name="kubernetes"/> lies inside the range.</summary>
    public bool Contains(MinorVersion kubernetes) => kubernetes >= Lowest && kubernetes <= Highest;

    /// <summary>The range as people write it, for example <c>1.32 to 1.36</c>.</summary>
    public string Words => $"{Lowest} to {Highest}";
}
