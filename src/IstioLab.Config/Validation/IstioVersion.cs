namespace IstioLab.Config.Validation;

/// <summary>An Istio release line; rules that changed between releases look at it.</summary>
/// <param name="Major">As 1.</param>
/// <param name="Minor">As 30.</param>
public readonly record struct IstioVersion(int Major, int Minor) : IComparable<IstioVersion>
{
    /// <summary>The reference release, 1.30.</summary>
    public static IstioVersion Current { get; } = new(1, 30);

    /// <summary>The release that the older lab texts were written for, 1.17.</summary>
    public static IstioVersion V117 { get; } = new(1, 17);

    /// <summary>Compares major, then minor.</summary>
    public int CompareTo(IstioVersion other) => Major == other.Major ? Minor.CompareTo(other.Minor) : Major.CompareTo(other.Major);

    /// <summary>Whether this release is 1.<paramref name="minor"/> or newer.</summary>
    public bool IsAtLeast(int minor) => CompareTo(new IstioVersion(1, minor)) >= 0;

    /// <summary>Reads <c>1.30</c> or <c>1.30.3</c>; false when the text is neither.</summary>
    public static bool TryParse(string? text, out IstioVersion version)
    {
        version = Current;
        var parts = (text ?? "").Split('.');
        if (parts.Length is not (2 or 3) || !int.TryParse(parts[0], out var major) || !int.TryParse(parts[1], out var minor))
        {
            return false;
        }

        version = new IstioVersion(major, minor);
        return major == 1;
    }

    /// <inheritdoc />
    public override string ToString() => $"{Major}.{Minor}";

    /// <summary>Whether <paramref name="left"/> is older.</summary>
    public static bool operator <(IstioVersion left, IstioVersion right) => left.CompareTo(right) < 0;

    /// <summary>Whether <paramref name="left"/> is newer.</summary>
    public static bool operator >(IstioVersion left, IstioVersion right) => left.CompareTo(right) > 0;

    /// <summary>Whether <paramref name="left"/> is older or the same.</summary>
    public static bool operator <=(IstioVersion left, IstioVersion right) => left.CompareTo(right) <= 0;

    /// <summary>Whether <paramref name="left"/> is newer or the same.</summary>
    public static bool operator >=(IstioVersion left, IstioVersion right) => left.CompareTo(right) >= 0;
}
