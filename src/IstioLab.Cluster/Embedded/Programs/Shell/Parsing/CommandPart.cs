namespace IstioLab.Cluster.Embedded.Programs.Shell.Parsing;

/// <summary>The output of commands: <c>$(…)</c> and backquotes.</summary>
internal sealed record CommandPart(ListCommand Body, bool Quoted) : WordPart(Quoted);
