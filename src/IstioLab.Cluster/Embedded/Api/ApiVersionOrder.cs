using System.Globalization;

namespace IstioLab.Cluster.Embedded.Api;

/// <summary>
/// The priority of versions
/// (https://kubernetes.io/docs/tasks/extend-kubernetes/custom-resources/custom-resource-definition-versioning/#version-priority).
/// </summary>
internal sealed class ApiVersionOrder : IComparer<string>
{
    /// <summary>The only instance.</summary>
    public static ApiVersionOrder Instance { get; } = new();

    /// <inheritdoc/>
    public int Compare(string? x, string? y)
    {
        var left = Rank(x ?? "");
        var right = Rank(y ?? "");
        var order = left.CompareTo(right);
        return order != 0 ? order : string.CompareOrdinal(x, y);
    }

    private static (int Stage, int Major, int Minor) Rank(string version)
    {
        var text = version.AsSpan(version.StartsWith('v') ? 1 : 0);
        var stage = 0;
        var minor = 0;
        foreach (var (name, rank) in new[] { ("beta", 1), ("alpha", 2) })
        {
            var at = text.IndexOf(name, StringComparison.Ordinal);
            if (at < 0) continue;
            stage = rank;
            if (!int.TryParse(text[(at + name.Length)..], CultureInfo.InvariantCulture, out minor)) minor = 0;
            text = text[..at];
        }
        return int.TryParse(text, CultureInfo.InvariantCulture, out var major) ? (stage, -major, -minor) : (3, 0, 0);
    }
}
