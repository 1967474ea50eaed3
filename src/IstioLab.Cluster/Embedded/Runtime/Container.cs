using IstioLab.Cluster.Embedded.Programs;
using IstioLab.Cluster.Embedded.Runtime.Files;
using IstioLab.Cluster.Embedded.Runtime.Logs;
using IstioLab.Cluster.Embedded.Runtime.Processes;
using IstioLab.Cluster.Embedded.Runtime.Terminals;

namespace IstioLab.Cluster.Embedded.Runtime;

/// <summary>A container of the built-in runtime.</summary>
internal sealed class Container : IContainer
{
    private readonly ContainerHost _host;
    private readonly ContainerConsole _console;
    private readonly TaskCompletionSource<int> _exited = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Dictionary<string, string> _environment;
    private ContainerProcess? _first;

    /// <summary>A container that has not started.</summary>
    public Container(ContainerHost host)
    {
        _host = host;
        _environment = EnvironmentOf(host);
        Log = new ContainerLog(host.Time);
        _console = new ContainerConsole(host.Spec, Log);
    }

    /// <inheritdoc/>
    public ContainerSpec Spec => _host.Spec;

    /// <inheritdoc/>
    public ContainerLog Log { get; }

    /// <inheritdoc/>
    public Task<int> Exited => _exited.Task;

    private string WorkingDirectory => FilePath.Combine("/", Spec.WorkingDirectory ?? _host.Image.WorkingDirectory);

    /// <inheritdoc/>
    public void Start()
    {
        if (_first is not null)
            throw new InvalidOperationException($"Container '{Spec.Name}' has been started already.");
        var command = CommandOf(_host);
        if (command.Count == 0)
            throw new ContainerStartException("no command specified", 127);
        var executable = Find(command);
        _host.Processes.Report = line => Log.WriteLine(line, LogStream.Stderr);
        _host.Files.Put("/proc/1/fd/1", new DeviceNode(() => new LogWriter(Log, LogStream.Stdout), _host.Time.GetUtcNow()));
        _host.Files.Put("/proc/1/fd/2", new DeviceNode(() => new LogWriter(Log, LogStream.Stderr), _host.Time.GetUtcNow()));
        var process = _first = _host.Processes.Add(0, string.Join(' ', command), CancellationToken.None);
        var context = Context(executable, process, _console.Input, _console.Output, _console.Error, _console.Terminal);
        if (_console.Terminal is { } terminal)
        {
            terminal.EnterForeground(process.Raise);
            _ = terminal.RunAsync(process.Token);
        }
        _ = Task.Run(() => RunFirstAsync(executable.Program, context));
    }

    /// <inheritdoc/>
    public async ValueTask StopAsync(TimeSpan grace, CancellationToken cancellationToken)
    {
        if (_first is null || Exited.IsCompleted)
            return;
        if (grace > TimeSpan.Zero)
        {
            _first.Raise(Signal.Term);
            await WaitAsync(Exited, grace, cancellationToken);
        }
        _first.End(Signal.Kill);
        await Exited.WaitAsync(cancellationToken);
    }

    /// <inheritdoc/>
    public async Task<int> ExecAsync(ExecRequest request, CancellationToken cancellationToken)
    {
        if (_first is null || Exited.IsCompleted)
            throw new ContainerStartException($"cannot exec in a stopped container: '{Spec.Name}' of pod '{Spec.PodNamespace}/{Spec.PodName}' does not run", 126);
        if (request.Command.Count == 0)
            throw new ContainerStartException("exec needs a command, e.g. 'sh'", 126);
        var executable = Find(request.Command);
        using var session = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var process = _host.Processes.Add(0, string.Join(' ', request.Command), cancellationToken);
        try
        {
            return request.Tty
                ? await RunOnTerminalAsync(request, executable, process, session.Token)
                : await RunAsync(executable, process, request.Stdin ?? Stream.Null, request.Stdout, request.Stderr ?? Stream.Null, null);
        }
        finally
        {
            await session.CancelAsync();
        }
    }

    /// <inheritdoc/>
    public async Task<int> AttachAsync(AttachRequest request, CancellationToken cancellationToken)
    {
        if (_first is null)
            throw new ContainerStartException($"cannot attach: container '{Spec.Name}' of pod '{Spec.PodNamespace}/{Spec.PodName}' does not run", 126);
        await _console.AttachAsync(request, Exited, cancellationToken);
        return await Exited;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_first is null)
        {
            Log.Complete();
            _exited.TrySetResult(128 + (int)Signal.Kill);
            return;
        }
        _host.Processes.EndAll(Signal.Kill);
        await Exited;
        _console.Dispose();
    }

    /// <summary>What process 1 runs: the pod's command replaces the image's entry point and its arguments.</summary>
    private static IReadOnlyList<string> CommandOf(ContainerHost host)
    {
        var (spec, image) = (host.Spec, host.Image);
        if (spec.Command.Count > 0)
            return [.. spec.Command, .. spec.Arguments];
        return [.. image.EntryPoint, .. spec.Arguments.Count > 0 ? spec.Arguments : image.Arguments];
    }

    private static Dictionary<string, string> EnvironmentOf(ContainerHost host)
    {
        var environment = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["PATH"] = ExecutableFinder.DefaultPath,
            ["HOSTNAME"] = host.Hostname,
        };
        foreach (var (name, value) in host.Image.Environment.Concat(host.Spec.Environment))
            environment[name] = value;
        environment.TryAdd("HOME", "/root");
        return environment;
    }

    private ExecutableProgram Find(IReadOnlyList<string> command) =>
        ExecutableFinder.Find(_host, command, _environment.GetValueOrDefault("PATH"), WorkingDirectory);

    private async Task RunFirstAsync(IProgram program, ProgramContext context)
    {
        var code = await _host.Processes.RunAsync(context.Process, process => program.RunAsync(context, process.Token));
        _host.Processes.EndAll(Signal.Kill);
        Log.Complete();
        _exited.TrySetResult(code);
    }

    private async Task<int> RunOnTerminalAsync(
        ExecRequest request, ExecutableProgram executable, ContainerProcess process, CancellationToken cancellationToken)
    {
        var terminal = new Terminal(request.Stdin ?? Stream.Null, request.Stdout);
        terminal.EnterForeground(process.Raise);
        _ = terminal.RunAsync(cancellationToken);
        if (request.Resizes is { } sizes)
            _ = terminal.ResizeAsync(sizes, cancellationToken);
        return await RunAsync(executable, process, terminal.Input, terminal.Output, terminal.Output, terminal);
    }

    private Task<int> RunAsync(
        ExecutableProgram executable, ContainerProcess process, Stream input, Stream output, Stream error, Terminal? terminal) =>
        _host.Processes.RunAsync(process, child => executable.Program.RunAsync(Context(executable, child, input, output, error, terminal), child.Token));

    private ProgramContext Context(
        ExecutableProgram executable, ContainerProcess process, Stream input, Stream output, Stream error, Terminal? terminal) => new()
        {
            Host = _host,
            Process = process,
            Arguments = executable.Arguments,
            Environment = terminal is null ? _environment : new Dictionary<string, string>(_environment, StringComparer.Ordinal) { ["TERM"] = "xterm" },
            WorkingDirectory = WorkingDirectory,
            Input = input,
            Output = output,
            Error = error,
            Terminal = terminal,
        };

    private async ValueTask WaitAsync(Task task, TimeSpan limit, CancellationToken cancellationToken)
    {
        using var timer = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        await Task.WhenAny(task, Task.Delay(limit, _host.Time, timer.Token));
        cancellationToken.ThrowIfCancellationRequested();
        await timer.CancelAsync();
    }
}
