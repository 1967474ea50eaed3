using System.Globalization;
using System.Text;
using IstioLab.Cluster.Embedded.Programs.Shell.Execution;
using IstioLab.Cluster.Embedded.Runtime.Processes;

namespace IstioLab.Cluster.Embedded.Programs.Shell.Builtins;

/// <summary>Commands on jobs and signals: <c>wait jobs fg bg kill trap</c>.</summary>
internal static class ProcessBuiltins
{
    /// <summary>The commands by name.</summary>
    public static IEnumerable<KeyValuePair<string, ShellBuiltin>> All =>
    [
        new("wait", new(WaitAsync)),
        new("jobs", new(JobsAsync)),
        new("fg", new(ForegroundAsync)),
        new("bg", new(static (_, _, _) => new(0))),
        new("kill", new(KillAsync)),
        new("trap", new(TrapAsync, true)),
    ];

    private static async ValueTask<int> WaitAsync(ShellExecutor shell, IReadOnlyList<string> args, CancellationToken cancellationToken)
    {
        var jobs = args.Count == 1 ? [.. shell.Jobs.All] : args.Skip(1).Select(shell.Jobs.Find).ToList();
        var status = 0;
        foreach (var job in jobs)
        {
            if (job is null)
            {
                status = 127;
                continue;
            }
            await Task.WhenAny(job.Completion, shell.Traps.Arrived).WaitAsync(cancellationToken);
            if (!job.Completion.IsCompleted)
                return 128 + (int)Signal.Term;
            shell.Jobs.Remove(job);
            status = args.Count == 1 ? 0 : await job.Completion;
        }
        return status;
    }

    private static async ValueTask<int> JobsAsync(ShellExecutor shell, IReadOnlyList<string> args, CancellationToken cancellationToken)
    {
        var lines = new StringBuilder();
        foreach (var job in shell.Jobs.All.ToList())
        {
            var mark = job == shell.Jobs.All[^1] ? '+' : ' ';
            var state = job.Completion.IsCompleted ? "Done" : "Running";
            lines.Append(CultureInfo.InvariantCulture, $"[{job.Number}]{mark}  {state,-24}{job.Text}\n");
            if (job.Completion.IsCompleted)
                shell.Jobs.Remove(job);
        }
        await shell.WriteAsync(lines.ToString(), cancellationToken);
        return 0;
    }

    private static async ValueTask<int> ForegroundAsync(ShellExecutor shell, IReadOnlyList<string> args, CancellationToken cancellationToken)
    {
        var job = args.Count > 1 ? shell.Jobs.Find(args[1]) : shell.Jobs.Find("%+");
        if (job is null)
        {
            await shell.ComplainAsync("fg: no current job", cancellationToken);
            return 2;
        }
        await shell.WriteAsync(job.Text + "\n", cancellationToken);
        try
        {
            var status = await job.Completion.WaitAsync(cancellationToken);
            shell.Jobs.Remove(job);
            return status;
        }
        catch (OperationCanceledException)
        {
            shell.Host.Processes.Find(job.Pid)?.Raise(Signal.Int);
            throw;
        }
    }

    private static async ValueTask<int> KillAsync(ShellExecutor shell, IReadOnlyList<string> args, CancellationToken cancellationToken)
    {
        var resolved = args.Select(arg => arg.StartsWith('%') && shell.Jobs.Find(arg) is { } job
            ? job.Pid.ToString(CultureInfo.InvariantCulture)
            : arg).ToList();
        return await ProgramLauncher.RunInPlaceAsync(shell, Applets.AppletTable.All["kill"], resolved, cancellationToken);
    }

    private static async ValueTask<int> TrapAsync(ShellExecutor shell, IReadOnlyList<string> args, CancellationToken cancellationToken)
    {
        if (args.Count == 1)
        {
            foreach (var (name, script) in shell.State.Traps)
                await shell.WriteAsync($"trap -- {ShellQuoting.Always(script)} {name}\n", cancellationToken);
            return 0;
        }
        var first = args[1] == "--" ? 2 : 1;
        var resets = args.Count == first + 1 || args[first] == "-";
        foreach (var text in args.Skip(resets && args[first] != "-" ? first : first + 1))
        {
            var name = text is "0" or "EXIT" ? "EXIT" : SignalNames.Parse(text)?.ToString().ToUpperInvariant();
            if (name is null)
            {
                await shell.ComplainAsync($"trap: {text}: invalid signal specification", cancellationToken);
                return 1;
            }
            if (resets)
            {
                shell.State.Traps.Remove(name);
                shell.Traps.Release(name);
            }
            else
            {
                shell.State.Traps[name] = args[first];
                if (name != "EXIT")
                    shell.Traps.Catch(name, args[first].Length > 0);
            }
        }
        return 0;
    }
}
