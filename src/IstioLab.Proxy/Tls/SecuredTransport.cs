using System.IO.Pipelines;
using System.Net.Security;

namespace IstioLab.Proxy.Tls;

/// <summary>The decrypted side of a TLS connection as pipes.</summary>
internal sealed class SecuredTransport : IDuplexPipe, IAsyncDisposable
{
    private readonly SslStream _stream;

    public SecuredTransport(SslStream stream)
    {
        _stream = stream;
        Input = PipeReader.Create(stream, new StreamPipeReaderOptions(leaveOpen: true));
        Output = PipeWriter.Create(stream, new StreamPipeWriterOptions(leaveOpen: true));
    }

    public PipeReader Input { get; }

    public PipeWriter Output { get; }

    /// <summary>Tells the other side that nothing more comes, and lets go of the connection underneath.</summary>
    public async ValueTask DisposeAsync()
    {
        try
        {
            await _stream.ShutdownAsync();
        }
        catch (Exception failure) when (failure is IOException or InvalidOperationException or OperationCanceledException)
        {
            // The other side has gone already.
        }
        await _stream.DisposeAsync();
    }
}
