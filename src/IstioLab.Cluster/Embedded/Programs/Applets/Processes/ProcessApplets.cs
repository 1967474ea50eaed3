using System.Globalization;
using IstioLab.Cluster.Embedded.Runtime.Processes;

namespace IstioLab.Cluster.Embedded.Programs.Applets.Processes;

/// <summary><c>ps kill pidof sleep env time timeout nohup xargs</c>: programs about processes.</summary>
internal static class ProcessApplets
{
    /// <summary><c>ps</c>.</summary>
    public static ValueTask<int> PsAsync(ProgramContext context, CancellationToken cancellationToken)
    {
        context.Out.WriteLine("PID   USER     TIME  COMMAND");
        foreach (var process in context.Host.Processes.Running)
            context.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{process.Pid,5} root      0:00 {process.CommandLine}"));
        return new(0);
    }

    /// <summary><c>kill [-signal] pid…</c>.</summary>
    public static ValueTask<int> KillAsync(ProgramContext context, CancellationToken cancellationToken)
    {
        var signal = Signal.Term;
        var first = 1;
        var arguments = context.Arguments;
        if (arguments.Count > 1 && arguments[1] == "-l")
        {
            context.Out.WriteLine(string.Join(' ', Enum.GetValues<Signal>().Where(s => s != Signal.None).Select(s => s.ToString().ToUpperInvariant())));
            return new(0);
        }
        if (arguments.Count > 1 && arguments[1] is ['-', _, ..] and not "--")
        {
            var name = arguments[1] == "-s" ? arguments.ElementAtOrDefault(2) ?? "" : arguments[1][1..];
            first = arguments[1] == "-s" ? 3 : 2;
            signal = SignalNames.Parse(name) ?? throw new AppletException($"bad signal name '{name}'");
        }
        if (arguments.Count <= first)
            throw new AppletException("you need to specify whom to kill");
        var status = 0;
        foreach (var text in arguments.Skip(first).Where(text => text != "--"))
        {
            if (!int.TryParse(text.TrimStart('-'), NumberStyles.None, CultureInfo.InvariantCulture, out var pid))
                throw new AppletException($"invalid number '{text}'");
            if (context.Host.Processes.Find(pid) is { } process)
            {
                process.Raise(signal);
                continue;
            }
            context.Err.WriteLine($"{context.Name}: can't kill pid {pid}: No such process");
            status = 1;
        }
        return new(status);
    }

    /// <summary><c>killall [-signal] name…</c> and <c>pkill</c>.</summary>
    public static ValueTask<int> KillAllAsync(ProgramContext context, CancellationToken cancellationToken)
    {
        var signal = context.Arguments.Skip(1).FirstOrDefault() is ['-', _, ..] option
            ? SignalNames.Parse(option[1..]) ?? throw new AppletException($"bad signal name '{option[1..]}'")
            : Signal.Term;
        var status = 0;
        foreach (var name in context.Arguments.Skip(1).Where(name => !name.StartsWith('-')))
        {
            var found = Named(context, name);
            foreach (var process in found)
                process.Raise(signal);
            if (found.Count > 0)
                continue;
            context.Err.WriteLine($"{context.Name}: {name}: no process killed");
            status = 1;
        }
        return new(status);
    }

    /// <summary><c>pidof name</c>.</summary>
    public static ValueTask<int> PidofAsync(ProgramContext context, CancellationToken cancellationToken)
    {
        var found = context.Arguments.Skip(1).SelectMany(name => Named(context, name)).Select(process => process.Pid.ToString(CultureInfo.InvariantCulture)).ToList();
        if (found.Count > 0)
            context.Out.WriteLine(string.Join(' ', found));
        return new(found.Count > 0 ? 0 : 1);
    }

    /// <summary><c>sleep n[smhd]…</c>.</summary>
    public static async ValueTask<int> SleepAsync(ProgramContext context, CancellationToken cancellationToken)
    {
        if (context.Arguments.Count < 2)
            throw new AppletException("usage: sleep [N]...");
        var total = context.Arguments.Skip(1).Aggregate(TimeSpan.Zero, (sum, text) => sum + Durations.Parse(text));
        if (total > TimeSpan.FromDays(40))
            await Task.Delay(Timeout.InfiniteTimeSpan, context.Time, cancellationToken);
        await Task.Delay(total, context.Time, cancellationToken);
        return 0;
    }

    /// <summary><c>env [-i] [name=value…] [command]</c>.</summary>
    public static async ValueTask<int> EnvAsync(ProgramContext context, CancellationToken cancellationToken)
    {
        var options = AppletOptions.Parse(context, "+iu:");
        var environment = options.Has('i') ? [] : new Dictionary<string, string>(context.Environment, StringComparer.Ordinal);
        foreach (var name in options.Values('u'))
            environment.Remove(name);
        var first = 0;
        for (; first < options.Operands.Count && options.Operands[first].IndexOf('=', StringComparison.Ordinal) is > 0 and var equals; first++)
            environment[options.Operands[first][..equals]] = options.Operands[first][(equals + 1)..];
        if (first < options.Operands.Count)
            return await ChildProgram.RunAsync(context, [.. options.Operands.Skip(first)], environment, context.Input, cancellationToken);
        foreach (var (name, value) in environment)
            context.Out.WriteLine($"{name}={value}");
        return 0;
    }

    /// <summary><c>printenv [name…]</c>.</summary>
    public static ValueTask<int> PrintenvAsync(ProgramContext context, CancellationToken cancellationToken)
    {
        var status = 0;
        foreach (var name in context.Arguments.Skip(1))
        {
            if (context.Environment.TryGetValue(name, out var value))
                context.Out.WriteLine(value);
            else
                status = 1;
        }
        if (context.Arguments.Count > 1)
            return new(status);
        foreach (var (name, value) in context.Environment)
            context.Out.WriteLine($"{name}={value}");
        return new(0);
    }

    /// <summary><c>time command</c>.</summary>
    public static async ValueTask<int> TimeAsync(ProgramContext context, CancellationToken cancellationToken)
    {
        var options = AppletOptions.Parse(context, "+pv");
        if (options.Operands.Count == 0)
            throw new AppletException("usage: time [-p] COMMAND [ARGS]...");
        var started = context.Time.GetTimestamp();
        var status = await ChildProgram.RunAsync(context, options.Operands, context.Environment, context.Input, cancellationToken);
        var elapsed = context.Time.GetElapsedTime(started);
        context.Err.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"real\t{(int)elapsed.TotalMinutes}m {elapsed.TotalSeconds % 60:0.00}s\nuser\t0m 0.00s\nsys\t0m 0.00s"));
        return status;
    }

    /// <summary><c>timeout [-s signal] [-k time] time command</c>: 143 when the time is over.</summary>
    public static async ValueTask<int> TimeoutAsync(ProgramContext context, CancellationToken cancellationToken)
    {
        var options = AppletOptions.Parse(context, "+s:k:t:");
        if (options.Operands.Count < 2)
            throw new AppletException("usage: timeout [-s SIG] [-k KILL_SECS] SECS COMMAND [ARGS]");
        var limit = Durations.Parse(options.Operands[0]);
        using var deadline = new CancellationTokenSource(limit, context.Time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellationToken);
        var status = await ChildProgram.RunAsync(context, [.. options.Operands.Skip(1)], context.Environment, context.Input, both.Token);
        cancellationToken.ThrowIfCancellationRequested();
        return deadline.IsCancellationRequested ? 128 + (int)Signal.Term : status;
    }

    /// <summary><c>nohup command</c>.</summary>
    public static ValueTask<int> NohupAsync(ProgramContext context, CancellationToken cancellationToken) => context.Arguments.Count < 2
        ? throw new AppletException("usage: nohup PROG ARGS")
        : new(ChildProgram.RunAsync(context, [.. context.Arguments.Skip(1)], context.Environment, context.Input, cancellationToken));

    /// <summary><c>xargs [-n count] [-I text] [-r] command</c>.</summary>
    public static async ValueTask<int> XargsAsync(ProgramContext context, CancellationToken cancellationToken)
    {
        var options = AppletOptions.Parse(context, "+n:I:r0tP:");
        IReadOnlyList<string> command = options.Operands.Count == 0 ? ["echo"] : options.Operands;
        var text = System.Text.Encoding.UTF8.GetString(await AppletInput.AllAsync(context.Input, cancellationToken));
        var separators = options.Has('0') ? (char[])['\0'] : options.Has('I') ? ['\n'] : [' ', '\t', '\n'];
        var words = text.Split(separators, StringSplitOptions.RemoveEmptyEntries);
        if (options.Value('I') is { } mark)
            return await RunEachAsync(context, words.Select(word => command.Select(part => part.Replace(mark, word.Trim(), StringComparison.Ordinal))), cancellationToken);
        if (words.Length == 0)
            return options.Has('r') ? 0 : await RunEachAsync(context, [command], cancellationToken);
        var size = (int)Math.Clamp(options.Number('n') ?? 5000, 1, 5000);
        return await RunEachAsync(context, words.Chunk(size).Select(chunk => command.Concat(chunk)), cancellationToken);
    }

    private static async ValueTask<int> RunEachAsync(ProgramContext context, IEnumerable<IEnumerable<string>> commands, CancellationToken cancellationToken)
    {
        var status = 0;
        foreach (var command in commands)
        {
            var code = await ChildProgram.RunAsync(context, [.. command], context.Environment, Stream.Null, cancellationToken);
            cancellationToken.ThrowIfCancellationRequested();
            status = code switch { 0 => status, 126 or 127 => code, _ => 123 };
        }
        return status;
    }

    private static List<ContainerProcess> Named(ProgramContext context, string name) =>
        [.. context.Host.Processes.Running.Where(process =>
            process != context.Process && Runtime.Files.FilePath.Name(process.CommandLine.Split(' ')[0]) == name)];
}
