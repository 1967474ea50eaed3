using IstioLab.Cluster.Embedded.Runtime.Files;
using IstioLab.Cluster.Embedded.Runtime.Logs;
using IstioLab.Cluster.Embedded.Runtime.Terminals;

namespace IstioLab.Cluster.Embedded.Runtime;

/// <summary>Input and output of process 1: the log, a terminal if the pod asks for one, and people who attach.</summary>
internal sealed class ContainerConsole : IDisposable
{
    private readonly PipeStreams? _keyboard;
    private readonly BroadcastStream _out;
    private readonly BroadcastStream _err;
    private readonly bool _once;

    /// <summary>The console of a container that has not started.</summary>
    public ContainerConsole(ContainerSpec spec, ContainerLog log)
    {
        _out = new BroadcastStream(new LogWriter(log, LogStream.Stdout));
        _err = new BroadcastStream(new LogWriter(log, LogStream.Stderr));
        _once = spec.StdinOnce;
        _keyboard = spec.Stdin ? new PipeStreams() : null;
        Terminal = spec.Tty ? new Terminal(_keyboard?.Reader ?? Stream.Null, _out) : null;
    }

    /// <summary>The terminal; <see langword="null"/> without one.</summary>
    public Terminal? Terminal { get; }

    /// <summary>Standard input.</summary>
    public Stream Input => Terminal is { } terminal ? terminal.Input : _keyboard?.Reader ?? Stream.Null;

    /// <summary>Standard output.</summary>
    public Stream Output => Terminal is { } terminal ? terminal.Output : _out;

    /// <summary>Standard error.</summary>
    public Stream Error => Terminal is { } terminal ? terminal.Output : _err;

    /// <summary>Passes on input and output until <paramref name="exited"/> completes or the caller goes.</summary>
    public async Task AttachAsync(AttachRequest request, Task exited, CancellationToken cancellationToken)
    {
        using var session = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        if (request.Stdout is { } output)
            _out.Add(output);
        if (request.Stderr is { } error)
            _err.Add(error);
        try
        {
            if (Terminal is { } terminal && request.Resizes is { } sizes)
                _ = terminal.ResizeAsync(sizes, session.Token);
            if (_keyboard is not null && request.Stdin is { } input)
                _ = TypeAsync(input, _keyboard.Writer, session.Token);
            await exited.WaitAsync(cancellationToken);
        }
        finally
        {
            if (request.Stdout is { } former)
                _out.Remove(former);
            if (request.Stderr is { } formerError)
                _err.Remove(formerError);
            await session.CancelAsync();
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _keyboard?.Reader.Dispose();
        _out.Dispose();
        _err.Dispose();
    }

    private async Task TypeAsync(Stream input, Stream keyboard, CancellationToken cancellationToken)
    {
        var buffer = new byte[1024];
        try
        {
            int count;
            while ((count = await input.ReadAsync(buffer, cancellationToken)) > 0)
                await keyboard.WriteAsync(buffer.AsMemory(0, count), cancellationToken);
        }
        catch (Exception problem) when (problem is IOException or ObjectDisposedException or OperationCanceledException)
        {
            // The caller has gone, or process 1 no longer reads.
        }
        if (_once)
            await keyboard.DisposeAsync();
    }
}
