namespace IstioLab.Cluster.Embedded.Programs.Shell.Parsing;

/// <summary>Text that stands for itself.</summary>
internal sealed record LiteralPart(string Text, bool Quoted) : WordPart(Quoted);
