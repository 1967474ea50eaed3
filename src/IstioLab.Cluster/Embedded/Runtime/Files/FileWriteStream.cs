namespace IstioLab.Cluster.Embedded.Runtime.Files;

/// <summary>Writes a file, at its end or from its start.</summary>
internal sealed class FileWriteStream(RegularFile file, bool append, TimeProvider time) : ProgramStream
{
    private int _position;

    /// <inheritdoc/>
    public override bool CanRead => false;

    /// <inheritdoc/>
    public override bool CanWrite => true;

    /// <inheritdoc/>
    public override void Write(ReadOnlySpan<byte> buffer)
    {
        if (append)
            file.Append(buffer, time.GetUtcNow());
        else
            _position = file.WriteAt(_position, buffer, time.GetUtcNow());
    }

    /// <inheritdoc/>
    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (cancellationToken.IsCancellationRequested)
            return ValueTask.FromCanceled(cancellationToken);
        Write(buffer.Span);
        return ValueTask.CompletedTask;
    }
}
