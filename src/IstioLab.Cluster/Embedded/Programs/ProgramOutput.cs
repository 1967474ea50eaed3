using System.Buffers;
using System.Text;

namespace IstioLab.Cluster.Embedded.Programs;

/// <summary>A text buffer in front of a stream. Programs append without waiting and flush where a person would want to see it.</summary>
internal sealed class ProgramOutput(Stream stream)
{
    private const int Threshold = 8 * 1024;

    private readonly ArrayBufferWriter<byte> _buffer = new(64);

    /// <summary>The stream behind.</summary>
    public Stream Stream { get; } = stream;

    /// <summary>Adds text.</summary>
    public void Write(ReadOnlySpan<char> text) => Encoding.UTF8.GetBytes(text, _buffer);

    /// <summary>Adds bytes.</summary>
    public void Write(ReadOnlySpan<byte> bytes) => _buffer.Write(bytes);

    /// <summary>Adds text and a newline.</summary>
    public void WriteLine(ReadOnlySpan<char> text)
    {
        Write(text);
        _buffer.Write("\n"u8);
    }

    /// <summary>Adds bytes and a newline.</summary>
    public void WriteLine(ReadOnlySpan<byte> bytes)
    {
        _buffer.Write(bytes);
        _buffer.Write("\n"u8);
    }

    /// <summary>Sends the buffer when it has grown large.</summary>
    public ValueTask FlushIfLargeAsync(CancellationToken cancellationToken) =>
        _buffer.WrittenCount < Threshold ? ValueTask.CompletedTask : FlushAsync(cancellationToken);

    /// <summary>Sends the buffer.</summary>
    public async ValueTask FlushAsync(CancellationToken cancellationToken)
    {
        if (_buffer.WrittenCount == 0)
            return;
        try
        {
            await Stream.WriteAsync(_buffer.WrittenMemory, cancellationToken);
            await Stream.FlushAsync(cancellationToken);
        }
        finally
        {
            _buffer.ResetWrittenCount();
        }
    }
}
