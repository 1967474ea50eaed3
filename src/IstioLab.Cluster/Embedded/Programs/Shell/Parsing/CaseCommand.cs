namespace IstioLab.Cluster.Embedded.Programs.Shell.Parsing;

/// <summary><c>case … in … esac</c>.</summary>
internal sealed record CaseCommand(Word Subject, IReadOnlyList<CaseItem> Items) : Command;
