using CliWrap;

namespace IstioLab.Cluster.Tools;

/// <summary>A process that was started and runs, until it ends by itself or is stopped.</summary>
public sealed class ToolProcess : IAsyncDisposable
{
    private readonly ToolCommand _command;
    private readonly CancellationTokenSource _graceful = new();
    private readonly CancellationTokenSource _forceful;
    private readonly OutputReader _output;
    private readonly OutputReader _error;

    internal ToolProcess(ToolCommand command, TimeProvider time, Action<ToolLine>? onLine)
    {
        _command = command;
        _forceful = new CancellationTokenSource(Timeout.InfiniteTimeSpan, time);
        _output = new OutputReader(command.OutputLimit, text => OnLine(new ToolLine(text, IsError: false), onLine));
        _error = new OutputReader(command.OutputLimit, text => OnLine(new ToolLine(text, IsError: true), onLine));
    }

    /// <summary>The process id.</summary>
    public int Id { get; private set; }

    /// <summary>Completes when the process has ended and its output is read; never fails.</summary>
    public Task<ToolExit> Exited { get; private set; } = Task.FromResult(new ToolExit(null, false));

    /// <summary>The last line it wrote that is not blank: its last known state.</summary>
    public string LastLine { get; private set; } = "";

    internal string OutputText => _output.Text;

    internal string ErrorText => _error.Text;

    internal bool Truncated => _output.Truncated || _error.Truncated;

    /// <summary>Asks the process to end (an interrupt); after the command's grace it is killed with its children.</summary>
    /// <param name="cancellationToken">Kills it at once.</param>
    public async Task<ToolExit> StopAsync(CancellationToken cancellationToken = default)
    {
        BeginStop();
        await using var kill = cancellationToken.Register(_forceful.Cancel);
        return await Exited;
    }

    /// <summary>Stops the process if it runs.</summary>
    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        _graceful.Dispose();
        _forceful.Dispose();
    }

    internal void Run(Command command)
    {
        var running = command
            .WithStandardOutputPipe(_output.Target)
            .WithStandardErrorPipe(_error.Target)
            .ExecuteAsync(_forceful.Token, _graceful.Token);
        Id = running.ProcessId;
        Exited = WatchAsync(running);
    }

    internal void Abandon()
    {
        _graceful.Dispose();
        _forceful.Dispose();
    }

    internal void BeginStop()
    {
        if (!Exited.IsCompleted && !_graceful.IsCancellationRequested)
        {
            _forceful.CancelAfter(_command.Grace);
            _graceful.Cancel();
        }
    }

    private async Task<ToolExit> WatchAsync(CommandTask<CommandResult> running)
    {
        try
        {
            var result = await running;
            return new ToolExit(result.ExitCode, Killed: false);
        }
        catch (OperationCanceledException)
        {
            return new ToolExit(null, _forceful.IsCancellationRequested);
        }
    }

    private void OnLine(ToolLine line, Action<ToolLine>? onLine)
    {
        if (!string.IsNullOrWhiteSpace(line.Text))
        {
            LastLine = line.Text;
        }

        onLine?.Invoke(line);
    }
}
