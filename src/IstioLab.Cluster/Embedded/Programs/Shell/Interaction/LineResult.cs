namespace IstioLab.Cluster.Embedded.Programs.Shell.Interaction;

/// <summary>A line and how it ended.</summary>
internal readonly record struct LineResult(LineEnd End, string Text);
