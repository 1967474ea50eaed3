using System.Collections.Concurrent;
using IstioLab.Cluster.Embedded.Runtime.Files;

namespace IstioLab.Cluster.Embedded.Runtime.Processes;

/// <summary>The processes of one container.</summary>
internal sealed class ProcessTable(TimeProvider time)
{
    /// <summary>Processes at the same time; more fail as fork does.</summary>
    public const int Maximum = 512;

    private readonly ConcurrentDictionary<int, ContainerProcess> _running = new();
    private int _lastPid;

    /// <summary>Gets what no program should do: a line for the container's log.</summary>
    public Action<string>? Report { get; set; }

    /// <summary>Running processes by number.</summary>
    public IReadOnlyList<ContainerProcess> Running => [.. _running.Values.OrderBy(process => process.Pid)];

    /// <summary>A running process, or <see langword="null"/>.</summary>
    public ContainerProcess? Find(int pid) => _running.GetValueOrDefault(pid);

    /// <summary>Registers a process; <see cref="RunAsync"/> has to follow.</summary>
    /// <exception cref="ProcessLimitException">There are too many.</exception>
    public ContainerProcess Add(int parentPid, string commandLine, CancellationToken parent)
    {
        if (_running.Count >= Maximum)
            throw new ProcessLimitException();
        var process = new ContainerProcess(Interlocked.Increment(ref _lastPid), parentPid, commandLine, time.GetUtcNow(), parent);
        _running[process.Pid] = process;
        return process;
    }

    /// <summary>Runs the body of a process to its end. Nothing is thrown.</summary>
    /// <returns>The exit code: 128 + n when a signal ended it.</returns>
    public async Task<int> RunAsync(ContainerProcess process, Func<ContainerProcess, Task<int>> body)
    {
        var code = 1;
        try
        {
            code = await body(process);
        }
        catch (OperationCanceledException) when (process.Token.IsCancellationRequested)
        {
            code = 128 + (int)(process.EndedBy == Signal.None ? Signal.Kill : process.EndedBy);
        }
        catch (BrokenPipeException)
        {
            code = 128 + (int)Signal.Pipe;
        }
        catch (Exception problem) when (problem is IOException or ObjectDisposedException or OperationCanceledException)
        {
            code = 1;
        }
        catch (Exception problem)
        {
            // One broken program must not take the whole environment with it, and must not vanish either.
            Report?.Invoke($"istiolab: '{process.CommandLine}' (pid {process.Pid}) broke: {problem.GetType().Name}: {problem.Message}");
            code = 134;
        }
        finally
        {
            _running.TryRemove(process.Pid, out _);
            process.SetExited(code);
            process.Dispose();
        }
        return code;
    }

    /// <summary>Ends all processes.</summary>
    public void EndAll(Signal signal)
    {
        foreach (var process in _running.Values)
            process.End(signal);
    }
}
