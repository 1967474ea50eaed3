using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace IstioLab.Cluster.Tools;

/// <summary>A version of three numbers.</summary>
internal readonly record struct ToolVersion(int Major, int Minor, int Patch) : IComparable<ToolVersion>
{
    /// <summary>Reads <c>5.9.0</c>, <c>v5.9.0</c> or <c>27.3.1-rd</c>.</summary>
    public static bool TryParse(string text, out ToolVersion version)
    {
        var parts = text.TrimStart('v').Split('-', '+')[0].Split('.');
        var numbers = parts.Select(part => int.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : -1).ToList();
        version = numbers.Count >= 2 && numbers.TrueForAll(number => number >= 0)
            ? new ToolVersion(numbers[0], numbers[1], numbers.ElementAtOrDefault(2))
            : default;
        return version != default;
    }

    /// <summary>Whether a text has all three numbers, as the file names of releases have.</summary>
    public static bool IsFull([NotNullWhen(true)] string? text) => text?.Split('-')[0].Split('.') is [_, _, _] && TryParse(text, out _);

    public static ToolVersion Parse(string text) =>
        TryParse(text, out var version) ? version : throw new FormatException($"'{text}' is no version such as '5.9.0'.");

    public int CompareTo(ToolVersion other) => (Major, Minor, Patch).CompareTo((other.Major, other.Minor, other.Patch));

    public static bool operator <(ToolVersion left, ToolVersion right) => left.CompareTo(right) < 0;

    public static bool operator >(ToolVersion left, ToolVersion right) => left.CompareTo(right) > 0;

    public static bool operator <=(ToolVersion left, ToolVersion right) => left.CompareTo(right) <= 0;

    public static bool operator >=(ToolVersion left, ToolVersion right) => left.CompareTo(right) >= 0;
}
