using System.Globalization;
using IstioLab.Cluster.Embedded.Programs.Shell.Execution;

namespace IstioLab.Cluster.Embedded.Programs.Shell.Builtins;

/// <summary>Commands that direct the flow: <c>: break continue return exit</c>.</summary>
internal static class ControlBuiltins
{
    /// <summary>The commands by name.</summary>
    public static IEnumerable<KeyValuePair<string, ShellBuiltin>> All =>
    [
        new(":", new((_, _, _) => new(0), true)),
        new("break", new((shell, args, ct) => LeaveLoopAsync(shell, args, FlowKind.Break, ct), true)),
        new("continue", new((shell, args, ct) => LeaveLoopAsync(shell, args, FlowKind.Continue, ct), true)),
        new("return", new((shell, args, ct) => LeaveAsync(shell, args, FlowKind.Return, ct), true)),
        new("exit", new((shell, args, ct) => LeaveAsync(shell, args, FlowKind.Exit, ct), true)),
    ];

    private static async ValueTask<int> LeaveLoopAsync(
        ShellExecutor shell, IReadOnlyList<string> args, FlowKind kind, CancellationToken cancellationToken)
    {
        var count = 1;
        if (args.Count > 1 && (!int.TryParse(args[1], NumberStyles.None, CultureInfo.InvariantCulture, out count) || count < 1))
        {
            await shell.ComplainAsync($"{args[0]}: Illegal number: {args[1]}", cancellationToken);
            return 2;
        }
        if (shell.Loops > 0)
        {
            shell.Flow = kind;
            shell.FlowCount = Math.Min(count, shell.Loops);
        }
        return 0;
    }

    private static async ValueTask<int> LeaveAsync(
        ShellExecutor shell, IReadOnlyList<string> args, FlowKind kind, CancellationToken cancellationToken)
    {
        var status = shell.State.Status;
        if (args.Count > 1 && !int.TryParse(args[1], NumberStyles.None, CultureInfo.InvariantCulture, out status))
        {
            await shell.ComplainAsync($"{args[0]}: Illegal number: {args[1]}", cancellationToken);
            status = 2;
        }
        shell.Flow = kind;
        shell.State.Status = status & 0xFF;
        return shell.State.Status;
    }
}
