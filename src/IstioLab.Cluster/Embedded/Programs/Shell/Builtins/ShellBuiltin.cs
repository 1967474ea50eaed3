using IstioLab.Cluster.Embedded.Programs.Shell.Execution;

namespace IstioLab.Cluster.Embedded.Programs.Shell.Builtins;

/// <summary>A command that the shell runs by itself.</summary>
/// <param name="Run">Runs it with its name and arguments.</param>
/// <param name="IsSpecial">Found before functions; assignments in front of it stay.</param>
internal sealed record ShellBuiltin(Func<ShellExecutor, IReadOnlyList<string>, CancellationToken, ValueTask<int>> Run, bool IsSpecial = false);
