using System.Globalization;

namespace IstioLab.Cluster.Istio;

/// <summary>A <c>major.minor</c> version, as Istio's and Kubernetes' support tables count.</summary>
/// <param name="Major">Major number, 0 or more.</param>
/// <param name="Minor">Minor number, 0 or more.</param>
public readonly record struct MinorVersion(int Major, int Minor) : IComparable<MinorVersion>
{
    /// <summary>Reads <c>1.30</c>, <c>v1.30.3</c> or <c>1.35.5+k3s1</c>; what follows the minor number does not count.</summary>
    /// <returns>False where <paramref name="text"/> does not begin with two numbers.</returns>
    public static bool TryParse(string? text, out MinorVersion version)
    {
        version = default;
        var parts = (text ?? string.Empty).TrimStart('v').Split('.', '+', '-');
        if (parts.Length < 2
            || !int.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var major)
            || !int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var minor))
        {
            return false;
        }

        version = new MinorVersion(major, minor);
        return true;
    }

    /// <inheritdoc/>
    public int CompareTo(MinorVersion other) => Major != other.Major ? Major.CompareTo(other.Major) : Minor.CompareTo(other.Minor);

    /// <summary>The version as <c>major.minor</c>.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Major}.{Minor}");

    /// <summary>Tells whether <paramref name="left"/> is older.</summary>
    public static bool operator <(MinorVersion left, MinorVersion right) => left.CompareTo(right) < 0;

    /// <summary>Tells whether <paramref name="left"/> is newer.</summary>
    public static bool operator >(MinorVersion left, MinorVersion right) => left.CompareTo(right) > 0;

    /// <summary>Tells whether <paramref name="left"/> is older or the same.</summary>
    public static bool operator <=(MinorVersion left, MinorVersion right) => left.CompareTo(right) <= 0;

    /// <summary>Tells whether <paramref name="left"/> is newer or the same.</summary>
    public static bool operator >=(MinorVersion left, MinorVersion right) => left.CompareTo(right) >= 0;
}
