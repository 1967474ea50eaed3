using System.Threading.Channels;
using IstioLab.Cluster.Embedded.Runtime.Files;

namespace IstioLab.Cluster.Embedded.Runtime.Terminals;

/// <summary>What a program reads from a terminal. Ctrl+D is one end of file; reading goes on after it.</summary>
internal sealed class TerminalInput(ChannelReader<byte[]> chunks) : ProgramStream
{
    private ReadOnlyMemory<byte> _rest;

    /// <inheritdoc/>
    public override bool CanRead => true;

    /// <inheritdoc/>
    public override bool CanWrite => false;

    /// <inheritdoc/>
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (_rest.IsEmpty)
        {
            if (!await chunks.WaitToReadAsync(cancellationToken) || !chunks.TryRead(out var chunk))
                return 0;
            _rest = chunk;
        }
        var count = Math.Min(_rest.Length, buffer.Length);
        _rest[..count].CopyTo(buffer);
        _rest = _rest[count..];
        return count;
    }
}
