using System.Net;
using System.Net.Sockets;
using IstioLab.Proxy.Network;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Yarp.ReverseProxy.Forwarder;

namespace IstioLab.Proxy.Http;

/// <summary>
/// The one HTTP server of the process: a single Kestrel without sockets of its own, fed with the connections of every pod's
/// listeners, because a Kestrel per pod would cost a thread each. HTTP/1.1 and HTTP/2 with prior knowledge.
/// </summary>
public sealed class PodHttpServer : IAsyncDisposable
{
    private const int LongestHeaders = 60 * 1024;

    // Envoy's idle timeout.
    private static readonly TimeSpan LongestIdle = TimeSpan.FromHours(1);

    private readonly ConnectionQueueFactory _queues = new();
    private readonly SocketConnectionContextFactory _transports;
    private readonly ServiceProvider _services;
    private readonly KestrelServer _kestrel;
    private readonly ILogger _log;

    /// <summary>Creates the server.</summary>
    /// <param name="loggers">Where Kestrel reports; default nowhere.</param>
    public PodHttpServer(ILoggerFactory? loggers = null)
    {
        loggers ??= NullLoggerFactory.Instance;
        _log = loggers.CreateLogger<PodHttpServer>();
        _services = new ServiceCollection().AddSingleton(loggers).AddLogging().AddHttpForwarder().BuildServiceProvider();
        Forwarder = _services.GetRequiredService<IHttpForwarder>();
        _transports = new SocketConnectionContextFactory(new SocketConnectionFactoryOptions { UnsafePreferInlineScheduling = true }, _log);
        _kestrel = new KestrelServer(Options.Create(KestrelOptions()), _queues, loggers);
    }

    /// <summary>YARP's forwarder, which every proxy of the process uses with its own client.</summary>
    internal IHttpForwarder Forwarder { get; }

    /// <summary>Starts Kestrel. Listeners may be served before or after.</summary>
    public Task StartAsync(CancellationToken ct) => _kestrel.StartAsync(new PodHttpApplication(), ct);

    /// <summary>Answers the HTTP requests that arrive on a listener.</summary>
    /// <param name="listener">The listener; it is closed with the returned handle.</param>
    /// <param name="handler">Answers a request; <see cref="IPodConnectionFeature"/> tells who asks.</param>
    /// <returns>Disposing it closes the listener and aborts its connections.</returns>
    public IAsyncDisposable Serve(IPodListener listener, RequestDelegate handler)
    {
        ArgumentNullException.ThrowIfNull(listener);
        ArgumentNullException.ThrowIfNull(handler);
        return Serve(listener, (connection, ct) => ServeHttpAsync(connection, handler, ct));
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        using var now = new CancellationTokenSource();
        await now.CancelAsync();
        await _kestrel.StopAsync(now.Token);
        _kestrel.Dispose();
        _transports.Dispose();
        await _services.DisposeAsync();
    }

    internal ServedListener Serve(IPodListener listener, Func<PodConnectionContext, CancellationToken, ValueTask> serve) =>
        new(
            async (served, ct) =>
            {
                var connection = await listener.AcceptAsync(ct);
                return new PodConnectionContext(
                    _transports.Create(connection.Socket), connection, connection.Source, connection.Destination, served);
            },
            serve,
            listener.DisposeAsync,
            _log);

    /// <summary>Serves a real TCP port, as a gateway does for the user's browser.</summary>
    internal ServedListener Serve(Socket listener, Func<PodConnectionContext, CancellationToken, ValueTask> serve) =>
        new(
            async (served, ct) =>
            {
                var socket = await listener.AcceptAsync(ct);
                socket.NoDelay = true;
                return new PodConnectionContext(
                    _transports.Create(socket), null, (IPEndPoint)socket.RemoteEndPoint!, (IPEndPoint)socket.LocalEndPoint!, served);
            },
            serve,
            () =>
            {
                listener.Dispose();
                return ValueTask.CompletedTask;
            },
            _log);

    /// <summary>Hands a connection whose protocol is known to Kestrel.</summary>
    internal async ValueTask ServeHttpAsync(PodConnectionContext connection, RequestDelegate handler, SniffedProtocol protocol)
    {
        connection.Handler = handler;
        var queue = protocol == SniffedProtocol.Http2 ? _queues.Http2 : _queues.Http1;
        if (!queue.TryEnqueue(connection))
            await connection.DisposeAsync();
    }

    private async ValueTask ServeHttpAsync(PodConnectionContext connection, RequestDelegate handler, CancellationToken ct)
    {
        var protocol = await ProtocolSniffer.SniffAsync(connection.Transport.Input, ct);
        if (protocol == SniffedProtocol.Closed)
            await connection.DisposeAsync();
        else
            await ServeHttpAsync(connection, handler, protocol);
    }

    private KestrelServerOptions KestrelOptions()
    {
        var options = new KestrelServerOptions
        {
            AddServerHeader = false,
            AllowSynchronousIO = false,
            AllowAlternateSchemes = true,
            ApplicationServices = _services,
            RequestHeaderEncodingSelector = _ => System.Text.Encoding.Latin1,
            ResponseHeaderEncodingSelector = _ => System.Text.Encoding.Latin1,
        };
        var limits = options.Limits;
        limits.MaxRequestBodySize = null;
        limits.MinRequestBodyDataRate = null;
        limits.MinResponseDataRate = null;
        limits.KeepAliveTimeout = LongestIdle;
        // Infinite would overflow Kestrel's clock: a request whose headers are being read when its heartbeat comes gets a 408.
        limits.RequestHeadersTimeout = LongestIdle;
        limits.MaxRequestLineSize = LongestHeaders;
        limits.MaxRequestHeadersTotalSize = LongestHeaders;
        limits.MaxRequestHeaderCount = 1000;
        limits.Http2.MaxStreamsPerConnection = 1000;
        options.Listen(_queues.Http1.EndPoint, listen => listen.Protocols = HttpProtocols.Http1);
        options.Listen(_queues.Http2.EndPoint, listen => listen.Protocols = HttpProtocols.Http2);
        return options;
    }
}
