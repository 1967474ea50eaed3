namespace IstioLab.Cluster.Embedded.Runtime.Files;

/// <summary>Reads a file from its start; what is added later is read too.</summary>
internal sealed class FileReadStream(RegularFile file) : ProgramStream
{
    private int _position;

    /// <inheritdoc/>
    public override bool CanRead => true;

    /// <inheritdoc/>
    public override bool CanWrite => false;

    /// <summary>Bytes read so far; setting it moves.</summary>
    public override long Position { get => _position; set => _position = (int)value; }

    /// <inheritdoc/>
    public override int Read(Span<byte> buffer)
    {
        var content = file.Content;
        if (_position > content.Length)
            _position = 0;
        var rest = content.Span[_position..];
        var count = Math.Min(rest.Length, buffer.Length);
        rest[..count].CopyTo(buffer);
        _position += count;
        return count;
    }

    /// <inheritdoc/>
    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
        cancellationToken.IsCancellationRequested ? ValueTask.FromCanceled<int>(cancellationToken) : new(Read(buffer.Span));
}
