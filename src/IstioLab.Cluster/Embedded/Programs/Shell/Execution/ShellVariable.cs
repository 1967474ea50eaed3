namespace IstioLab.Cluster.Embedded.Programs.Shell.Execution;

/// <summary>A variable.</summary>
/// <param name="Value">Its value; <see langword="null"/> when it is only marked for export.</param>
/// <param name="IsExported">Programs get it.</param>
/// <param name="IsReadOnly">It cannot change.</param>
internal readonly record struct ShellVariable(string? Value, bool IsExported = false, bool IsReadOnly = false);
