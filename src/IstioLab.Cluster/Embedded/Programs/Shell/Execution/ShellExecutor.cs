using System.Runtime.CompilerServices;
using System.Text;
using IstioLab.Cluster.Embedded.Programs.Shell.Parsing;
using IstioLab.Cluster.Embedded.Runtime;
using IstioLab.Cluster.Embedded.Runtime.Processes;
using IstioLab.Cluster.Embedded.Runtime.Terminals;

namespace IstioLab.Cluster.Embedded.Programs.Shell.Execution;

/// <summary>Runs the commands of one shell or subshell, one after the other.</summary>
internal sealed class ShellExecutor
{
    private const int StepsBetweenYields = 256;

    private readonly CompoundRunner _compounds;
    private readonly SimpleCommandRunner _simple;
    private int _steps;

    /// <summary>A shell that has run nothing yet.</summary>
    public ShellExecutor(ContainerHost host, ContainerProcess process, ShellState state, ShellStreams streams, Terminal? terminal)
    {
        Host = host;
        Process = process;
        State = state;
        Streams = streams;
        Terminal = terminal;
        ShellPid = process.Pid;
        Traps = new ShellTraps();
        Words = new WordExpander(this);
        Jobs = new JobTable();
        _compounds = new CompoundRunner(this);
        _simple = new SimpleCommandRunner(this);
    }

    /// <summary>The container.</summary>
    public ContainerHost Host { get; }

    /// <summary>The process of this shell.</summary>
    public ContainerProcess Process { get; }

    /// <summary>Variables and the like.</summary>
    public ShellState State { get; }

    /// <summary>Open descriptors.</summary>
    public ShellStreams Streams { get; set; }

    /// <summary>The terminal, if there is one.</summary>
    public Terminal? Terminal { get; }

    /// <summary><c>$$</c>: the same in a subshell.</summary>
    public int ShellPid { get; private init; }

    /// <summary>Traps and signals that wait for them.</summary>
    public ShellTraps Traps { get; }

    /// <summary>Expansion of words.</summary>
    public WordExpander Words { get; }

    /// <summary>Commands in the background.</summary>
    public JobTable Jobs { get; }

    /// <summary>Where execution goes next.</summary>
    public FlowKind Flow { get; set; }

    /// <summary>How many loops <see cref="FlowKind.Break"/> and <see cref="FlowKind.Continue"/> still leave.</summary>
    public int FlowCount { get; set; }

    /// <summary>Depth of conditions, in which <c>set -e</c> does not act.</summary>
    public int Conditions { get; set; }

    /// <summary>Depth of loops.</summary>
    public int Loops { get; set; }

    /// <summary>Depth of functions, scripts and <c>eval</c>.</summary>
    public int Depth { get; set; }

    /// <summary>Line that runs, when the script is a file.</summary>
    public int Line { get; set; }

    /// <summary>A person types the commands.</summary>
    public bool IsInteractive { get; init; }

    /// <summary>The script is a file, so that errors name their line.</summary>
    public bool IsScriptFile { get; init; }

    /// <summary>The last command of the script: its program takes the shell's process over.</summary>
    public SimpleCommand? Tail { get; set; }

    /// <summary>Redirections of <c>exec</c> stay.</summary>
    public bool KeepStreams { get; set; }

    /// <summary>Status of the last command substitution; what an assignment alone ends with.</summary>
    public int SubstitutionStatus { get; set; }

    /// <summary>Special parameters that the state does not have.</summary>
    public string? Special(string name) => name switch
    {
        "RANDOM" => Host.Random.Next(32768).ToString(System.Globalization.CultureInfo.InvariantCulture),
        "LINENO" => Line.ToString(System.Globalization.CultureInfo.InvariantCulture),
        "PPID" => Process.ParentPid.ToString(System.Globalization.CultureInfo.InvariantCulture),
        _ => null,
    };

    /// <summary>Runs a command and returns its status.</summary>
    public async ValueTask<int> RunAsync(Command command, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (++_steps % StepsBetweenYields == 0 || !RuntimeHelpers.TryEnsureSufficientExecutionStack())
            await Task.Yield();
        var status = command is SimpleCommand simple
            ? await _simple.RunAsync(simple, cancellationToken)
            : await _compounds.RunAsync(command, cancellationToken);
        State.Status = status;
        if (status != 0 && Conditions == 0 && Flow == FlowKind.Next && State.Has('e') && command is SimpleCommand or SubshellCommand or PipelineCommand { Negated: false })
            Flow = FlowKind.Exit;
        if (Traps.HasPending)
            await RunTrapsAsync(cancellationToken);
        return status;
    }

    /// <summary>Runs a whole script to its end, with the EXIT trap.</summary>
    public async ValueTask<int> RunToEndAsync(Command command, CancellationToken cancellationToken)
    {
        var status = 0;
        try
        {
            status = await RunAsync(command, cancellationToken);
        }
        catch (ShellError error)
        {
            await ComplainAsync(error.Message, cancellationToken);
            status = error.Status;
        }
        if (Flow == FlowKind.Exit)
            status = State.Status;
        return await RunExitTrapAsync(status, cancellationToken);
    }

    /// <summary>Runs what <c>trap … EXIT</c> has set.</summary>
    public async ValueTask<int> RunExitTrapAsync(int status, CancellationToken cancellationToken)
    {
        if (!State.Traps.Remove("EXIT", out var script) || script.Length == 0)
            return status;
        Flow = FlowKind.Next;
        State.Status = status;
        await RunTextAsync(script, cancellationToken);
        return Flow == FlowKind.Exit ? State.Status : status;
    }

    /// <summary>Parses and runs a text, as <c>eval</c> does.</summary>
    public async ValueTask<int> RunTextAsync(string text, CancellationToken cancellationToken)
    {
        ListCommand script;
        try
        {
            script = ShellParser.Parse(text);
        }
        catch (ShellSyntaxException problem)
        {
            await ComplainAsync("syntax error: " + problem.Message, cancellationToken);
            return 2;
        }
        using var level = new DepthGuard(this);
        return script.Items.Count == 0 ? 0 : await RunAsync(script, cancellationToken);
    }

    /// <summary>Output of commands, without the newlines at its end.</summary>
    public async ValueTask<string> CaptureAsync(ListCommand body, CancellationToken cancellationToken)
    {
        using var output = new CaptureStream();
        var child = Fork(Streams.With(1, output), cancellationToken);
        SubstitutionStatus = State.Status = await child.RunAsForkAsync(body);
        cancellationToken.ThrowIfCancellationRequested();
        return output.IsFull
            ? throw new ShellError("command substitution: output is too long")
            : Encoding.UTF8.GetString(output.Content.Span).Replace("\0", "", StringComparison.Ordinal).TrimEnd('\n');
    }

    /// <summary>A subshell with a process of its own. <see cref="RunAsForkAsync"/> has to follow.</summary>
    public ShellExecutor Fork(ShellStreams streams, CancellationToken parent, string? commandLine = null)
    {
        ContainerProcess process;
        try
        {
            process = Host.Processes.Add(Process.Pid, commandLine ?? Process.CommandLine, parent);
        }
        catch (ProcessLimitException problem)
        {
            throw new ShellError("can't fork: " + problem.Message);
        }
        return new ShellExecutor(Host, process, State.Clone(), streams, Terminal)
        {
            ShellPid = ShellPid,
            IsScriptFile = IsScriptFile,
            Line = Line,
            Depth = Depth,
            Conditions = Conditions,
        };
    }

    /// <summary>Runs a forked shell to its end.</summary>
    public Task<int> RunAsForkAsync(Command body)
    {
        Tail = TailOf(body);
        Process.Handler = Traps.Receive;
        return Host.Processes.RunAsync(Process, async process => await RunToEndAsync(body, process.Token));
    }

    /// <summary>The program call at the end of a script, if it ends with one.</summary>
    public static SimpleCommand? TailOf(Command command) => command switch
    {
        SimpleCommand simple => simple,
        ListCommand { Items: [.., { Background: false } last] } => TailOf(last.Command),
        _ => null,
    };

    /// <summary>Writes to standard output.</summary>
    public ValueTask WriteAsync(string text, CancellationToken cancellationToken) => WriteAsync(Streams.Output, text, cancellationToken);

    /// <summary>Writes a message with the shell's name to standard error.</summary>
    public ValueTask ComplainAsync(string message, CancellationToken cancellationToken)
    {
        var where = IsScriptFile && Line > 0 ? string.Create(System.Globalization.CultureInfo.InvariantCulture, $"line {Line}: ") : "";
        return WriteAsync(Streams.Error, $"{State.Name}: {where}{message}\n", cancellationToken);
    }

    /// <summary>Writes a line to standard error.</summary>
    public ValueTask WriteErrorAsync(string line, CancellationToken cancellationToken) => WriteAsync(Streams.Error, line + "\n", cancellationToken);

    private async ValueTask RunTrapsAsync(CancellationToken cancellationToken)
    {
        while (Traps.TryTake() is { } signal)
        {
            if (!State.Traps.TryGetValue(signal, out var script) || script.Length == 0)
                continue;
            var status = State.Status;
            await RunTextAsync(script, cancellationToken);
            if (Flow == FlowKind.Next)
                State.Status = status;
        }
    }

    private static async ValueTask WriteAsync(Stream stream, string text, CancellationToken cancellationToken)
    {
        await stream.WriteAsync(Encoding.UTF8.GetBytes(text), cancellationToken);
        await stream.FlushAsync(cancellationToken);
    }
}
