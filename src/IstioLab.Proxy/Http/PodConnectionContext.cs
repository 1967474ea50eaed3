using System.IO.Pipelines;
using System.Net;
using System.Security.Cryptography.X509Certificates;
using IstioLab.Proxy.Network;
using IstioLab.Proxy.Tls;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace IstioLab.Proxy.Http;

/// <summary>
/// A connection on its way through the steps of its listener. It shows the pod network's addresses instead of the socket's, and
/// keeps the network's books when it is disposed.
/// </summary>
internal sealed class PodConnectionContext : ConnectionContext, IPodConnectionFeature
{
    private readonly ConnectionContext _inner;
    private readonly PodConnection? _connection;
    private readonly ServedListener _listener;
    private SecuredTransport? _secured;

    public PodConnectionContext(ConnectionContext inner, PodConnection? connection, IPEndPoint source, IPEndPoint destination, ServedListener listener)
    {
        _inner = inner;
        _connection = connection;
        _listener = listener;
        Source = source;
        Destination = destination;
        SourcePeerMetadata = connection?.SourcePeerMetadata;
        _inner.LocalEndPoint = destination;
        _inner.RemoteEndPoint = source;
        _inner.Features.Set<IPodConnectionFeature>(this);
        _inner.Features.Set(this);
    }

    public IPEndPoint Source { get; }

    public IPEndPoint Destination { get; }

    public object? SourcePeerMetadata { get; }

    /// <summary>Answers the requests of this connection; set before the connection is handed to Kestrel.</summary>
    public RequestDelegate? Handler { get; set; }

    /// <summary>Whether the client's side of the connection was encrypted.</summary>
    public bool IsTls => _secured is not null;

    /// <summary>The name that the client asked for in its TLS hello; empty for none.</summary>
    public string ServerName { get; set; } = "";

    /// <summary>Whether the client and this side agreed on HTTP/2.</summary>
    public bool NegotiatedHttp2 { get; private set; }

    /// <summary>The certificate that the client showed; null for none.</summary>
    public X509Certificate2? ClientCertificate { get; private set; }

    /// <summary>What the listener's owner decided for the whole connection.</summary>
    public object? State { get; set; }

    public override IDuplexPipe Transport
    {
        get => _inner.Transport;
        set => _inner.Transport = value;
    }

    public override string ConnectionId
    {
        get => _inner.ConnectionId;
        set => _inner.ConnectionId = value;
    }

    public override IFeatureCollection Features => _inner.Features;

    public override IDictionary<object, object?> Items
    {
        get => _inner.Items;
        set => _inner.Items = value;
    }

    public override CancellationToken ConnectionClosed
    {
        get => _inner.ConnectionClosed;
        set => _inner.ConnectionClosed = value;
    }

    public override EndPoint? LocalEndPoint
    {
        get => _inner.LocalEndPoint;
        set => _inner.LocalEndPoint = value;
    }

    public override EndPoint? RemoteEndPoint
    {
        get => _inner.RemoteEndPoint;
        set => _inner.RemoteEndPoint = value;
    }

    public override void Abort(ConnectionAbortedException abortReason) => _inner.Abort(abortReason);

    public override void Abort() => _inner.Abort();

    /// <summary>Goes on with the decrypted side of the connection.</summary>
    public void Secure(SecuredTransport transport, bool http2, X509Certificate2? clientCertificate)
    {
        _secured = transport;
        _inner.Transport = transport;
        NegotiatedHttp2 = http2;
        ClientCertificate = clientCertificate;
    }

    public override async ValueTask DisposeAsync()
    {
        try
        {
            if (_secured is not null)
                await _secured.DisposeAsync();
            await _inner.DisposeAsync();
        }
        finally
        {
            _connection?.Close();
            _listener.Forget(this);
            await base.DisposeAsync();
        }
    }
}
