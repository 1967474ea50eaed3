using System.Buffers;
using IstioLab.Cluster.Embedded.Runtime.Files;

namespace IstioLab.Cluster.Embedded.Runtime.Terminals;

/// <summary>What programs and the echo write to a terminal: NL becomes CRLF, and each write is on the screen when it returns.</summary>
internal sealed class TerminalOutput(Stream screen) : ProgramStream
{
    private readonly SemaphoreSlim _turn = new(1, 1);

    /// <inheritdoc/>
    public override bool CanRead => false;

    /// <inheritdoc/>
    public override bool CanWrite => true;

    /// <inheritdoc/>
    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var bytes = Translate(buffer.Span);
        await _turn.WaitAsync(cancellationToken);
        try
        {
            await screen.WriteAsync(bytes, cancellationToken);
            await screen.FlushAsync(cancellationToken);
        }
        finally
        {
            _turn.Release();
        }
    }

    private static ReadOnlyMemory<byte> Translate(ReadOnlySpan<byte> bytes)
    {
        var output = new ArrayBufferWriter<byte>(bytes.Length + 16);
        while (!bytes.IsEmpty)
        {
            var end = bytes.IndexOf((byte)'\n');
            if (end < 0)
            {
                output.Write(bytes);
                break;
            }
            output.Write(bytes[..end]);
            output.Write("\r\n"u8);
            bytes = bytes[(end + 1)..];
        }
        return output.WrittenMemory;
    }
}
