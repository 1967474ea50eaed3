using System.Text.RegularExpressions;

namespace IstioLab.Config.Routing;

/// <summary>What becomes of the path and the host of a forwarded request.</summary>
public sealed record RewritePolicy
{
    /// <summary>The matched prefix that <see cref="PrefixReplacement"/> replaces; its length counts, not its case.</summary>
    public string MatchedPrefix { get; init; } = "";

    /// <summary>The replacement of the matched prefix, or <see langword="null"/>.</summary>
    public string? PrefixReplacement { get; init; }

    /// <summary>The whole new path, or <see langword="null"/>.</summary>
    public string? FullPath { get; init; }

    /// <summary>The expression whose matches in the path <see cref="RegexSubstitution"/> replaces, or <see langword="null"/>.</summary>
    public Regex? PathPattern { get; init; }

    /// <summary>The substitution in RE2's syntax, groups as <c>\1</c>.</summary>
    public string RegexSubstitution { get; init; } = "";

    /// <summary>The new Host header, or <see langword="null"/>.</summary>
    public string? Authority { get; init; }

    /// <summary>Whether the path changes.</summary>
    public bool ChangesPath => PrefixReplacement is not null || FullPath is not null || PathPattern is not null;

    /// <summary>Rewrites a path.</summary>
    /// <param name="path">The path without its query.</param>
    /// <returns>The new path, again without query.</returns>
    public string ApplyToPath(string path)
    {
        if (FullPath is not null)
        {
            return FullPath;
        }

        if (PrefixReplacement is not null)
        {
            return string.Concat(PrefixReplacement, path.AsSpan(Math.Min(MatchedPrefix.Length, path.Length)));
        }

        return PathPattern is null ? path : RegexReplacement.Apply(PathPattern, path, RegexSubstitution);
    }
}
