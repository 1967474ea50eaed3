using System.IO.Pipelines;
using System.Net.Security;
using IstioLab.Proxy.Http;

namespace IstioLab.Proxy.Tests.Http;

public sealed class ClientHelloTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("Shop.Example", "shop.example")]
    [InlineData("10.0.0.1", "")]
    public async Task Hello_of_a_real_client_tells_its_server_name(string target, string expected)
    {
        var sent = new Pipe();
        var answers = new Pipe();
        await using var tls = new SslStream(new DuplexStream(answers.Reader.AsStream(), sent.Writer.AsStream()));
        var handshake = tls.AuthenticateAsClientAsync(new SslClientAuthenticationOptions { TargetHost = target }, Token);

        Assert.Equal(SniffedProtocol.Tls, await ProtocolSniffer.SniffAsync(sent.Reader, Token));
        Assert.Equal(expected, await ClientHello.ReadServerNameAsync(sent.Reader, Token));

        await answers.Writer.CompleteAsync();
        await Assert.ThrowsAnyAsync<IOException>(() => handshake);
    }

    [Fact]
    public void Truncated_hello_has_no_name() => Assert.Equal("", ClientHello.FindServerName([1, 0, 0, 9, 3, 3]));

    private sealed class DuplexStream(Stream input, Stream output) : Stream
    {
        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => true;

        public override long Length => throw new NotSupportedException();

        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => input.ReadAsync(buffer, cancellationToken);

        public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) => output.WriteAsync(buffer, cancellationToken);

        public override Task FlushAsync(CancellationToken cancellationToken) => output.FlushAsync(cancellationToken);

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override void Flush() => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();
    }
}
