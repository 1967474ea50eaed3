using System.Collections.Concurrent;
using IstioLab.Cluster.Embedded.Runtime.Processes;

namespace IstioLab.Cluster.Embedded.Programs.Shell.Execution;

/// <summary>Signals that a shell has a trap for; they wait until the command that runs has ended.</summary>
internal sealed class ShellTraps
{
    private readonly ConcurrentQueue<string> _pending = new();
    private readonly ConcurrentDictionary<string, bool> _caught = new(StringComparer.Ordinal);
    private TaskCompletionSource _arrived = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Whether a trap has to run.</summary>
    public bool HasPending => !_pending.IsEmpty;

    /// <summary>Whether any signal is caught.</summary>
    public bool Any => !_caught.IsEmpty;

    /// <summary>Completes with the next signal.</summary>
    public Task Arrived => Volatile.Read(ref _arrived).Task;

    /// <summary>Signals that are ignored although they have no trap, as an interactive shell does.</summary>
    public bool IgnoresTermination { get; set; }

    /// <summary>Takes a signal; <see langword="false"/> leaves it to its default action.</summary>
    public bool Receive(Signal signal)
    {
        var name = signal.ToString().ToUpperInvariant();
        if (!_caught.TryGetValue(name, out var runs))
            return IgnoresTermination && (signal is Signal.Term or Signal.Int or Signal.Quit);
        if (runs)
        {
            _pending.Enqueue(name);
            Interlocked.Exchange(ref _arrived, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).TrySetResult();
        }
        return true;
    }

    /// <summary>Catches a signal, or ignores it when there is nothing to run.</summary>
    public void Catch(string name, bool runs) => _caught[name] = runs;

    /// <summary>Gives a signal its default action back.</summary>
    public void Release(string name) => _caught.TryRemove(name, out _);

    /// <summary>The next signal whose trap has to run.</summary>
    public string? TryTake() => _pending.TryDequeue(out var name) ? name : null;
}
