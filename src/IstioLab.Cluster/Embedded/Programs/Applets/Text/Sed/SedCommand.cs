using System.Text.RegularExpressions;

namespace IstioLab.Cluster.Embedded.Programs.Applets.Text.Sed;

/// <summary>One command of a sed script.</summary>
internal sealed record SedCommand
{
    /// <summary>First line that it acts on.</summary>
    public SedAddress? From { get; init; }

    /// <summary>Last line of a range.</summary>
    public SedAddress? To { get; init; }

    /// <summary>Acts on the other lines.</summary>
    public bool Negated { get; init; }

    /// <summary>The letter.</summary>
    public required char Letter { get; init; }

    /// <summary>Pattern of <c>s</c>.</summary>
    public Regex? Pattern { get; init; }

    /// <summary>Replacement of <c>s</c>, text of <c>a i c</c>, characters of <c>y</c>.</summary>
    public string Text { get; init; } = "";

    /// <summary>Characters that <c>y</c> replaces.</summary>
    public string Source { get; init; } = "";

    /// <summary>Flags of <c>s</c>.</summary>
    public string Flags { get; init; } = "";
}
