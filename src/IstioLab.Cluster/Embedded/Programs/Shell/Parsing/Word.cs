namespace IstioLab.Cluster.Embedded.Programs.Shell.Parsing;

/// <summary>A word as it is written: expansion makes any number of fields of it.</summary>
/// <param name="Parts">The pieces, in order; an empty word (<c>''</c>) has one quoted piece without text.</param>
internal sealed record Word(IReadOnlyList<WordPart> Parts)
{
    /// <summary>The text, when nothing in the word is quoted or expanded.</summary>
    public string? Plain => Parts is [LiteralPart { Quoted: false } only] ? only.Text : null;
}
