using System.Diagnostics.CodeAnalysis;

namespace IstioLab.Cluster.Istio;

/// <summary>Which Kubernetes versions each Istio release supports, after Istio's page of supported releases.</summary>
public static class SupportMatrix
{
    private static readonly KubernetesVersionRange[] Ranges =
    [
        Range(16, 22, 25),
        Range(17, 23, 26),
        Range(18, 24, 27),
        Range(19, 25, 28),
        Range(20, 25, 29),
        Range(21, 26, 29),
        Range(22, 27, 30),
        Range(23, 27, 30),
        Range(24, 28, 31),
        Range(25, 29, 32),
        Range(26, 29, 33),
        Range(27, 29, 33),
        Range(28, 30, 34),
        Range(29, 31, 35),
        Range(30, 32, 36),
    ];

    /// <summary>All rows, oldest Istio first.</summary>
    public static IReadOnlyList<KubernetesVersionRange> All => Ranges;

    /// <summary>The row of an Istio release.</summary>
    /// <returns>False where the release is older or newer than the table.</returns>
    public static bool TryFind(MinorVersion istio, [NotNullWhen(true)] out KubernetesVersionRange? range)
    {
        range = Array.Find(Ranges, row => row.Istio == istio);
        return range is not null;
    }

    /// <summary>Says why <paramref name="istio"/> does not run on <paramref name="kubernetes"/>, or null where it does.</summary>
    public static string? Refusal(MinorVersion istio, MinorVersion kubernetes)
    {
        if (!TryFind(istio, out var range))
        {
            return $"Istio '{istio}' is not in the support table, which covers {Ranges[0].Istio} to {Ranges[^1].Istio}. Pass '--istio {Ranges[^1].Istio}'.";
        }

        return range.Contains(kubernetes)
            ? null
            : $"Istio '{istio}' does not run on Kubernetes '{kubernetes}'. It supports {range.Words}. Pass '--kubernetes {range.Highest}', or another '--istio'.";
    }

    private static KubernetesVersionRange Range(int istio, int lowest, int highest) =>
        new(new MinorVersion(1, istio), new MinorVersion(1, lowest), new MinorVersion(1, highest));
}
