using IstioLab.Cluster.Tools;

namespace IstioLab.Cluster.Dashboards;

/// <summary>A dashboard that was started here: it is restarted once when it dies, and ends with this object or this process.</summary>
public sealed class Dashboard : IAsyncDisposable
{
    // Ctrl+C reaches the dashboard as well as us: this is how long it takes to learn that we are ending too.
    private static readonly TimeSpan RestartDelay = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan ProbeInterval = TimeSpan.FromMilliseconds(50);

    private readonly ToolRunner _runner;
    private readonly TimeProvider _time;
    private readonly DashboardOptions _options;
    private readonly DashboardProgram _program;
    private readonly DashboardSetup _setup;
    private readonly Action<string> _report;
    private readonly CancellationTokenSource _stopping = new();
    private ToolProcess? _process;
    private Task _supervision = Task.CompletedTask;

    internal Dashboard(
        ToolRunner runner, TimeProvider time, DashboardOptions options, DashboardProgram program, DashboardSetup setup, Action<string> report)
    {
        _runner = runner;
        _time = time;
        _options = options;
        _program = program;
        _setup = setup;
        _report = report;
    }

    /// <summary>Its addresses and keys; a restart does not change them.</summary>
    public DashboardConnection Connection => _setup.Connection;

    /// <summary>Where the program came from.</summary>
    public string Origin => _program.Origin;

    /// <summary>What it is doing.</summary>
    public DashboardState State { get; private set; }

    /// <summary>The process id of the running program, or of the last one.</summary>
    public int ProcessId => _process?.Id ?? 0;

    /// <summary>Stops it.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await _supervision;
        if (_process is { } process)
        {
            await process.DisposeAsync();
        }

        State = DashboardState.Stopped;
        _stopping.Dispose();
    }

    /// <summary>Starts it and waits until it answers.</summary>
    /// <returns>Null, or what went wrong.</returns>
    internal async Task<string?> StartAsync(CancellationToken cancellationToken)
    {
        var problem = await RunAsync(cancellationToken);
        if (problem is null)
        {
            _supervision = SuperviseAsync();
        }

        return problem;
    }

    private async Task<string?> RunAsync(CancellationToken cancellationToken)
    {
        if (_process is { } previous)
        {
            await previous.DisposeAsync();
        }

        ToolProcess process;
        try
        {
            process = _process = _runner.Start(_setup.Command(_program, _options));
        }
        catch (ToolFailedException failure)
        {
            return $"The Aspire dashboard did not start: {failure.Message}";
        }

        using var timeout = new CancellationTokenSource(_options.StartTimeout, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken, _stopping.Token);
        try
        {
            using var client = new DashboardClient(Connection);
            while (!await client.AnswersAsync(either.Token))
            {
                if (process.Exited.IsCompleted)
                {
                    var exit = await process.Exited;
                    return $"The Aspire dashboard exited with code {exit.Code} before it answered. Last output:\n{Tail(process)}";
                }

                await Task.Delay(ProbeInterval, _time, either.Token);
            }
        }
        catch (OperationCanceledException) when (timeout.IsCancellationRequested)
        {
            return $"The Aspire dashboard (pid {process.Id}) did not answer at '{Connection.ApiUrl}' within {_options.StartTimeout.TotalSeconds:0} s. "
                + $"Last output: '{process.LastLine.Trim()}'.";
        }
        catch (OperationCanceledException)
        {
            await process.DisposeAsync();
            throw;
        }

        State = DashboardState.Ready;
        return null;
    }

    private async Task SuperviseAsync()
    {
        try
        {
            var exit = await _process!.Exited.WaitAsync(_stopping.Token);
            State = DashboardState.Restarting;
            await Task.Delay(RestartDelay, _time, _stopping.Token);
            _report($"The Aspire dashboard (pid {ProcessId}) exited with code {exit.Code}; it is being restarted, and what it had collected is gone.");
            if (await RunAsync(_stopping.Token) is { } problem)
            {
                State = DashboardState.Stopped;
                _report($"{problem} The lab goes on without it.");
                return;
            }

            _report($"The Aspire dashboard is back: {Connection.LoginUrl}");
            exit = await _process.Exited.WaitAsync(_stopping.Token);
            State = DashboardState.Stopped;
            await Task.Delay(RestartDelay, _time, _stopping.Token);
            _report($"The Aspire dashboard (pid {ProcessId}) exited again, with code {exit.Code}; the lab goes on without it. Last output:\n{Tail(_process)}");
        }
        catch (OperationCanceledException)
        {
            // We are stopping it ourselves.
        }
    }

    private string Tail(ToolProcess process) =>
        PasteableLine.Redact(ToolFailedException.LastLines(process.OutputText + process.ErrorText), [_setup.BrowserToken]);
}
