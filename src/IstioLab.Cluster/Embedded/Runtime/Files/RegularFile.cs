namespace IstioLab.Cluster.Embedded.Runtime.Files;

/// <summary>A file whose content is in memory. Bytes once written stay where they are, so a reader's view never changes.</summary>
internal sealed class RegularFile(int mode, DateTimeOffset modifiedAt) : FileNode(mode, modifiedAt)
{
    /// <summary>Largest file; a longer one fails with "No space left on device".</summary>
    public const int MaximumBytes = 64 * 1024 * 1024;

    private readonly Lock _gate = new();
    private byte[] _buffer = [];
    private int _length;

    /// <inheritdoc/>
    public override char TypeLetter => '-';

    /// <inheritdoc/>
    public override long Size => Volatile.Read(ref _length);

    /// <summary>The content now.</summary>
    public ReadOnlyMemory<byte> Content
    {
        get
        {
            lock (_gate)
                return _buffer.AsMemory(0, _length);
        }
    }

    /// <summary>Replaces the content.</summary>
    public void Replace(ReadOnlyMemory<byte> content, DateTimeOffset now)
    {
        lock (_gate)
        {
            _buffer = content.ToArray();
            _length = content.Length;
            ModifiedAt = now;
        }
    }

    /// <summary>Adds to the end.</summary>
    /// <exception cref="FileException">The file would be too long.</exception>
    public void Append(ReadOnlySpan<byte> bytes, DateTimeOffset now)
    {
        lock (_gate)
            Write(_length, bytes, now);
    }

    /// <summary>Writes at an offset that is not beyond the end, and returns the offset after the bytes.</summary>
    /// <exception cref="FileException">The file would be too long.</exception>
    public int WriteAt(int offset, ReadOnlySpan<byte> bytes, DateTimeOffset now)
    {
        lock (_gate)
        {
            offset = Math.Min(offset, _length);
            Write(offset, bytes, now);
            return offset + bytes.Length;
        }
    }

    /// <inheritdoc/>
    public override FileNode Copy()
    {
        var copy = new RegularFile(Mode, ModifiedAt);
        copy.Replace(Content, ModifiedAt);
        return copy;
    }

    private void Write(int offset, ReadOnlySpan<byte> bytes, DateTimeOffset now)
    {
        if (offset + (long)bytes.Length > MaximumBytes)
            throw new FileException(FileError.NoSpace);
        var end = offset + bytes.Length;
        if (end > _buffer.Length || offset < _length)
        {
            var grown = new byte[Math.Max(end, Math.Min(MaximumBytes, end > _buffer.Length ? Math.Max(64, _buffer.Length * 2) : _buffer.Length))];
            _buffer.AsSpan(0, _length).CopyTo(grown);
            _buffer = grown;
        }
        bytes.CopyTo(_buffer.AsSpan(offset));
        _length = Math.Max(_length, end);
        ModifiedAt = now;
    }
}
