using IstioLab.Cluster.Providers;

namespace IstioLab.Cluster.Istio;

/// <summary>An Istio release and the k3s release that it runs on.</summary>
public sealed record MeshVersions
{
    private const string Newest = "1.30";

    // Istio's newest release has the newest k3s that is known to be good; 1.17 is the seed's, whose newest Kubernetes is 1.26.
    private static readonly Dictionary<MinorVersion, string> s_kubernetes = new()
    {
        [new MinorVersion(1, 36)] = "1.36.2",
        [new MinorVersion(1, 35)] = "1.35.5",
        [new MinorVersion(1, 26)] = "1.26.15",
    };

    /// <summary>Istio's minor release.</summary>
    public required MinorVersion Istio { get; init; }

    /// <summary>The k3s release without its own suffix, such as <c>1.35.5</c>.</summary>
    public required string Kubernetes { get; init; }

    /// <summary>The node's image.</summary>
    public string NodeImage => $"rancher/k3s:v{Kubernetes}-k3s1";

    /// <summary>Chooses releases that fit, before any tool is started.</summary>
    /// <param name="istio">What was asked for, such as <c>1.17</c>; null for the newest.</param>
    /// <param name="kubernetes">What was asked for, such as <c>1.26</c> or <c>1.26.15</c>; null for the best that fits.</param>
    /// <exception cref="MissingPrerequisiteException">They do not run together, or are not known; the message names those that do.</exception>
    public static MeshVersions Choose(string? istio, string? kubernetes)
    {
        if (!MinorVersion.TryParse(istio ?? Newest, out var mesh))
        {
            throw new MissingPrerequisiteException($"--istio '{istio}' must be a release such as '1.30' or '1.17'.");
        }

        var wanted = kubernetes ?? Best(SupportMatrix.TryFind(mesh, out var range) ? range : null);
        if (!MinorVersion.TryParse(wanted, out var minor))
        {
            throw new MissingPrerequisiteException($"--kubernetes '{kubernetes}' must be a release such as '1.35' or '1.35.5'.");
        }

        if (SupportMatrix.Refusal(mesh, minor) is { } refusal)
        {
            throw new MissingPrerequisiteException(refusal);
        }

        return new MeshVersions { Istio = mesh, Kubernetes = Patch(wanted, minor) };
    }

    private static string Best(KubernetesVersionRange? range) =>
        s_kubernetes.Keys.Where(known => known != new MinorVersion(1, 36) && range?.Contains(known) == true)
            .OrderDescending()
            .Select(known => known.ToString())
            .FirstOrDefault() ?? range?.Highest.ToString() ?? "1.35";

    private static string Patch(string wanted, MinorVersion minor)
    {
        var plain = wanted.TrimStart('v').Split('+', '-')[0];
        return plain.Split('.').Length >= 3
            ? plain
            : s_kubernetes.GetValueOrDefault(minor) ?? throw new MissingPrerequisiteException(
                $"--kubernetes '{wanted}' needs its patch number, such as '--kubernetes {minor}.5': the k3s images that are known by their minor "
                + $"release are {string.Join(", ", s_kubernetes.Keys.Order().Select(known => known.ToString()))}.");
    }
}
