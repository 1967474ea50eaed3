using System.Net;
using Grpc.AspNetCore.Server.Model;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace IstioLab.Cluster.Telemetry.Relay;

/// <summary>The relay's two ports: cleartext HTTP/2 for gRPC, and HTTP/1.1, which Kestrel does not serve on one port without TLS.</summary>
internal sealed class RelayServer : IAsyncDisposable
{
    private const int LongestBody = 16 * 1024 * 1024;

    private readonly WebApplication _app;
    private readonly ConnectionCount _connections;

    private RelayServer(WebApplication app, ConnectionCount connections, int grpcPort, int httpPort)
    {
        _app = app;
        _connections = connections;
        GrpcPort = grpcPort;
        HttpPort = httpPort;
    }

    public int GrpcPort { get; }

    public int HttpPort { get; }

    public long Connections => _connections.Value;

    /// <exception cref="IOException">A port is in use.</exception>
    public static async Task<RelayServer> StartAsync(
        IPAddress address, RelayPlace place, RelayCalls calls, RelayGate gate, CancellationToken cancellationToken)
    {
        var connections = new ConnectionCount();
        ListenOptions? grpc = null;
        ListenOptions? http = null;
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.Limits.MaxRequestBodySize = LongestBody;
            kestrel.Listen(address, place.GrpcPort, listen => grpc = Listen(listen, HttpProtocols.Http2, connections));
            kestrel.Listen(address, place.HttpPort, listen => http = Listen(listen, HttpProtocols.Http1, connections));
        });
        builder.Services.AddRoutingCore();
        builder.Services.AddRequestDecompression();
        builder.Services.AddGrpc(options => options.MaxReceiveMessageSize = LongestBody);
        builder.Services.AddSingleton(calls);
        builder.Services.TryAddEnumerable(ServiceDescriptor.Singleton<IServiceMethodProvider<RelayCalls>, RelayMethods>());
        var app = builder.Build();
        app.Use(next => context => gate.PassAsync(context, next));
        app.MapGet("/", GreetAsync);
        app.MapGrpcService<RelayCalls>();
        app.MapPost("/v1/{signal}", calls.ExportAsync);
        app.UseWhen(context => context.Request.ContentType?.StartsWith("application/grpc", StringComparison.Ordinal) != true, plain => plain.UseRequestDecompression());
        try
        {
            await app.StartAsync(cancellationToken);
        }
        catch
        {
            await app.DisposeAsync();
            throw;
        }

        return new RelayServer(app, connections, grpc!.IPEndPoint!.Port, http!.IPEndPoint!.Port);
    }

    public async ValueTask DisposeAsync()
    {
        // Envoys keep their connections open: waiting for them would take the host's whole shutdown time.
        using var now = new CancellationTokenSource();
        await now.CancelAsync();
        await _app.StopAsync(now.Token);
        await _app.DisposeAsync();
    }

    private static Task GreetAsync(HttpContext context) => context.Response.WriteAsync("IstioLab's OTLP relay\n", context.RequestAborted);

    private static ListenOptions Listen(ListenOptions listen, HttpProtocols protocols, ConnectionCount connections)
    {
        listen.Protocols = protocols;
        listen.Use(next => connection =>
        {
            connections.Add();
            return next(connection);
        });
        return listen;
    }
}
