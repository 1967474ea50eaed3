namespace IstioLab.Cluster.Tools;

/// <summary>How a process ended.</summary>
/// <param name="Code">Its exit code; null when it was stopped by us.</param>
/// <param name="Killed">Whether it had to be killed, with its children, because it did not end within its grace.</param>
public sealed record ToolExit(int? Code, bool Killed);
