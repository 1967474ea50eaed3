using System.Collections.Immutable;
using IstioLab.Cluster.Embedded.Runtime.Files;

namespace IstioLab.Cluster.Embedded.Runtime;

/// <summary>Output of process 1: the log gets it, and whoever is attached.</summary>
internal sealed class BroadcastStream(Stream log) : ProgramStream
{
    private readonly SemaphoreSlim _turn = new(1, 1);
    private ImmutableArray<Stream> _attached = [];

    /// <inheritdoc/>
    public override bool CanRead => false;

    /// <inheritdoc/>
    public override bool CanWrite => true;

    /// <summary>Adds a receiver.</summary>
    public void Add(Stream stream) => ImmutableInterlocked.Update(ref _attached, static (all, added) => all.Add(added), stream);

    /// <summary>Takes a receiver away.</summary>
    public void Remove(Stream stream) => ImmutableInterlocked.Update(ref _attached, static (all, removed) => all.Remove(removed), stream);

    /// <inheritdoc/>
    public override void Write(ReadOnlySpan<byte> buffer) => log.Write(buffer);

    /// <inheritdoc/>
    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        await log.WriteAsync(buffer, cancellationToken);
        if (_attached.IsEmpty)
            return;
        await _turn.WaitAsync(cancellationToken);
        try
        {
            foreach (var stream in _attached)
                await SendAsync(stream, buffer, cancellationToken);
        }
        finally
        {
            _turn.Release();
        }
    }

    private async ValueTask SendAsync(Stream stream, ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken)
    {
        try
        {
            await stream.WriteAsync(buffer, cancellationToken);
            await stream.FlushAsync(cancellationToken);
        }
        catch (Exception problem) when (problem is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            // The receiver has gone, in whatever way its stream says so; the program goes on.
            Remove(stream);
        }
    }
}
