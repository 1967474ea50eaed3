namespace IstioLab.Cluster.Embedded.Programs.Shell.Parsing;

/// <summary>A piece of a word.</summary>
/// <param name="Quoted">Within quotes: the result is neither split nor taken as a pattern.</param>
internal abstract record WordPart(bool Quoted);
