namespace IstioLab.Cluster.Embedded.Programs.Shell.Parsing;

/// <summary>A here-document whose text is read when its line ends.</summary>
internal sealed class HereDocument(string delimiter, bool quoted, bool stripTabs)
{
    /// <summary>The line that ends it.</summary>
    public string Delimiter { get; } = delimiter;

    /// <summary>The delimiter is quoted: nothing in the text is expanded.</summary>
    public bool Quoted { get; } = quoted;

    /// <summary><c>&lt;&lt;-</c>.</summary>
    public bool StripTabs { get; } = stripTabs;

    /// <summary>The pieces of the text; filled when it has been read.</summary>
    public List<WordPart> Parts { get; } = [];
}
