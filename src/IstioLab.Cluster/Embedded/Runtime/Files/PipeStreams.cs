using System.Threading.Channels;

namespace IstioLab.Cluster.Embedded.Runtime.Files;

/// <summary>The two ends of a pipe. It holds a few writes; a writer waits for the reader, and fails when the reader has gone.</summary>
internal sealed class PipeStreams
{
    private const int Chunks = 8;

    /// <summary>An empty pipe.</summary>
    public PipeStreams()
    {
        var channel = Channel.CreateBounded<byte[]>(Chunks);
        Reader = new ReadEnd(channel);
        Writer = new WriteEnd(channel.Writer);
    }

    /// <summary>What the second command reads.</summary>
    public Stream Reader { get; }

    /// <summary>What the first command writes.</summary>
    public Stream Writer { get; }

    private sealed class ReadEnd(Channel<byte[]> channel) : ProgramStream
    {
        private ReadOnlyMemory<byte> _rest;

        public override bool CanRead => true;

        public override bool CanWrite => false;

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            while (_rest.IsEmpty)
            {
                if (channel.Reader.TryRead(out var chunk))
                    _rest = chunk;
                else if (!await channel.Reader.WaitToReadAsync(cancellationToken))
                    return 0;
            }
            var count = Math.Min(_rest.Length, buffer.Length);
            _rest[..count].CopyTo(buffer);
            _rest = _rest[count..];
            return count;
        }

        protected override void Dispose(bool disposing)
        {
            channel.Writer.TryComplete();
            while (channel.Reader.TryRead(out _))
                _rest = default;
            base.Dispose(disposing);
        }
    }

    private sealed class WriteEnd(ChannelWriter<byte[]> writer) : ProgramStream
    {
        public override bool CanRead => false;

        public override bool CanWrite => true;

        public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        {
            if (buffer.IsEmpty)
                return;
            try
            {
                await writer.WriteAsync(buffer.ToArray(), cancellationToken);
            }
            catch (ChannelClosedException)
            {
                throw new BrokenPipeException();
            }
        }

        protected override void Dispose(bool disposing)
        {
            writer.TryComplete();
            base.Dispose(disposing);
        }
    }
}
