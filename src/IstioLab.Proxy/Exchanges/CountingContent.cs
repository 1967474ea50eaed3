using System.Net;

namespace IstioLab.Proxy.Exchanges;

/// <summary>An upstream's body whose bytes are counted while they pass.</summary>
internal sealed class CountingContent(HttpContent inner, Action<int> count) : HttpContent
{
    protected override async Task<Stream> CreateContentReadStreamAsync() => new CountingStream(await inner.ReadAsStreamAsync(), count);

    protected override async Task<Stream> CreateContentReadStreamAsync(CancellationToken cancellationToken) =>
        new CountingStream(await inner.ReadAsStreamAsync(cancellationToken), count);

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) => inner.CopyToAsync(stream, context);

    protected override bool TryComputeLength(out long length)
    {
        length = 0;
        return false;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            inner.Dispose();
        base.Dispose(disposing);
    }
}
