namespace IstioLab.Cluster.Embedded.Programs.Shell.Execution;

/// <summary>A command in the background.</summary>
/// <param name="Number">Number within the shell, from 1.</param>
/// <param name="Pid">Its process.</param>
/// <param name="Text">As it was written.</param>
/// <param name="Completion">Its status, when it has ended.</param>
internal sealed record Job(int Number, int Pid, string Text, Task<int> Completion);
