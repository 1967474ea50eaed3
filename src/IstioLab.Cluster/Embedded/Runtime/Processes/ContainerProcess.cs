namespace IstioLab.Cluster.Embedded.Runtime.Processes;

/// <summary>A process of a container: a number, a command line, and a token that ends it.</summary>
internal sealed class ContainerProcess : IDisposable
{
    private readonly CancellationTokenSource _killed;
    private readonly TaskCompletionSource<int> _exited = new(TaskCreationOptions.RunContinuationsAsynchronously);

    internal ContainerProcess(int pid, int parentPid, string commandLine, DateTimeOffset startedAt, CancellationToken parent)
    {
        Pid = pid;
        ParentPid = parentPid;
        CommandLine = commandLine;
        StartedAt = startedAt;
        _killed = CancellationTokenSource.CreateLinkedTokenSource(parent);
    }

    /// <summary>Number in the container; 1 is the container's command.</summary>
    public int Pid { get; }

    /// <summary>Number of the process that started it; 0 for process 1 and what exec started.</summary>
    public int ParentPid { get; }

    /// <summary>What <c>ps</c> shows.</summary>
    public string CommandLine { get; set; }

    /// <summary>Start time.</summary>
    public DateTimeOffset StartedAt { get; }

    /// <summary>Cancelled when the process has to end at once.</summary>
    public CancellationToken Token => _killed.Token;

    /// <summary>The signal that ended it, if one did.</summary>
    public Signal EndedBy { get; private set; }

    /// <summary>Takes a signal over from its default action by returning <see langword="true"/>.</summary>
    public Func<Signal, bool>? Handler { get; set; }

    /// <summary>Completes with the exit code.</summary>
    public Task<int> Exited => _exited.Task;

    /// <summary>Delivers a signal from within the container. Process 1 ignores what it has no handler for, even SIGKILL.</summary>
    public void Raise(Signal signal)
    {
        if (signal is Signal.None or Signal.Chld or Signal.Cont or Signal.Winch)
            return;
        if (signal != Signal.Kill && Handler?.Invoke(signal) == true)
            return;
        if (Pid != 1)
            End(signal);
    }

    /// <summary>Ends the process from outside, whatever it is.</summary>
    public void End(Signal signal)
    {
        if (_exited.Task.IsCompleted)
            return;
        if (EndedBy == Signal.None)
            EndedBy = signal;
        try
        {
            // Not on this thread: what the process does next must not hold up the one that sends the signal.
            _ = _killed.CancelAsync();
        }
        catch (ObjectDisposedException)
        {
            // The process ended by itself between the check and the call.
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _killed.Dispose();

    internal void SetExited(int code) => _exited.TrySetResult(code);
}
