namespace IstioLab.Cluster.Embedded.Programs.Shell.Parsing;

/// <summary>The value of an expression: <c>$((…))</c>.</summary>
internal sealed record ArithmeticPart(Word Expression, bool Quoted) : WordPart(Quoted);
