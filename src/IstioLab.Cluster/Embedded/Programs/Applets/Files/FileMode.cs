using System.Globalization;

namespace IstioLab.Cluster.Embedded.Programs.Applets.Files;

/// <summary>Modes of <c>chmod</c>: <c>755</c>, <c>+x</c>, <c>u=rw,g-w</c>.</summary>
internal static class FileMode
{
    /// <summary>The mode after a change.</summary>
    /// <exception cref="AppletException">The change is none.</exception>
    public static int Apply(int mode, string change)
    {
        if (change.Length is > 0 and <= 4 && change.All(c => c is >= '0' and <= '7'))
            return change.Aggregate(0, (value, c) => (value * 8) + (c - '0'));
        foreach (var part in change.Split(','))
            mode = ApplyPart(mode, part);
        return mode;
    }

    private static int ApplyPart(int mode, string part)
    {
        var at = part.IndexOfAny(['+', '-', '=']);
        if (at < 0)
            throw new AppletException($"invalid mode '{part}'");
        var who = at == 0 ? "a" : part[..at];
        var bits = 0;
        foreach (var letter in part.AsSpan(at + 1))
            bits |= letter switch { 'r' => 4, 'w' => 2, 'x' or 'X' => 1, _ => throw new AppletException(string.Create(CultureInfo.InvariantCulture, $"invalid mode '{part}'")) };
        foreach (var (letter, shift) in (ReadOnlySpan<(char, int)>)[('u', 6), ('g', 3), ('o', 0)])
        {
            if (!who.Contains(letter, StringComparison.Ordinal) && !who.Contains('a', StringComparison.Ordinal))
                continue;
            mode = part[at] switch
            {
                '+' => mode | (bits << shift),
                '-' => mode & ~(bits << shift),
                _ => (mode & ~(7 << shift)) | (bits << shift),
            };
        }
        return mode;
    }
}
