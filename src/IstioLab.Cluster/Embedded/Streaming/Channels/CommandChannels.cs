using System.IO.Pipelines;
using System.Text.Json;
using System.Threading.Channels;
using IstioLab.Cluster.Embedded.Runtime.Terminals;

namespace IstioLab.Cluster.Embedded.Streaming.Channels;

/// <summary>What the client sends to a command: its standard input and the size of its terminal.</summary>
internal sealed class CommandChannels(ChannelSocket socket)
{
    public const byte Stdin = 0;
    public const byte Stdout = 1;
    public const byte Stderr = 2;
    public const byte Status = 3;
    public const byte Resize = 4;
    public const byte Close = 255;

    private readonly Pipe _input = new();
    private readonly Channel<TerminalSize> _sizes = Channel.CreateUnbounded<TerminalSize>();

    public Stream Input => _input.Reader.AsStream();

    public ChannelReader<TerminalSize> Sizes => _sizes.Reader;

    /// <summary>Reads until the client closes; then the input has ended.</summary>
    public async Task ReadAsync(CancellationToken cancellationToken)
    {
        try
        {
            while (await socket.ReceiveAsync(cancellationToken) is { } message)
            {
                await HandleAsync(message, cancellationToken);
            }
        }
        finally
        {
            await _input.Writer.CompleteAsync();
            _sizes.Writer.TryComplete();
        }
    }

    private async ValueTask HandleAsync(ChannelMessage message, CancellationToken cancellationToken)
    {
        switch (message.Channel)
        {
            case Stdin:
                await _input.Writer.WriteAsync(message.Content, cancellationToken);
                break;
            case Resize when ReadSize(message.Content.Span) is { } size:
                _sizes.Writer.TryWrite(size);
                break;
            case Close when message.Content.Length > 0 && message.Content.Span[0] == Stdin:
                await _input.Writer.CompleteAsync();
                break;
        }
    }

    private static TerminalSize? ReadSize(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json);
        try
        {
            using var document = JsonDocument.ParseValue(ref reader);
            return document.RootElement.TryGetProperty("Width", out var width) && document.RootElement.TryGetProperty("Height", out var height)
                ? new TerminalSize(width.GetInt32(), height.GetInt32())
                : null;
        }
        catch (Exception cause) when (cause is JsonException or InvalidOperationException or FormatException)
        {
            return null;
        }
    }
}
