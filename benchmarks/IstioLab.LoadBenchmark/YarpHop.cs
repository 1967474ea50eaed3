using System.Net;
using IstioLab.Proxy.Http;
using IstioLab.Proxy.Network;
using Microsoft.Extensions.DependencyInjection;
using Yarp.ReverseProxy.Forwarder;

namespace IstioLab.LoadBenchmark;

/// <summary>A hop of YARP's forwarder and nothing else: no routes, no telemetry, no access log. The one to compare with.</summary>
internal sealed class YarpHop : IAsyncDisposable
{
    private readonly ServiceProvider _services = new ServiceCollection().AddLogging().AddHttpForwarder().BuildServiceProvider();
    private readonly HttpMessageInvoker _client;
    private readonly IAsyncDisposable _served;

    public YarpHop(PodHttpServer server, IPodInterface pod, int port, string prefix)
    {
        var forwarder = _services.GetRequiredService<IHttpForwarder>();
        _client = new HttpMessageInvoker(new SocketsHttpHandler
        {
            ActivityHeadersPropagator = null,
            AllowAutoRedirect = false,
            AutomaticDecompression = DecompressionMethods.None,
            UseCookies = false,
            UseProxy = false,
            ConnectCallback = async (context, ct) =>
                (await pod.DialDirectAsync(new IPEndPoint(IPAddress.Parse(context.DnsEndPoint.Host), context.DnsEndPoint.Port), ct)).Stream,
        });
        var config = new ForwarderRequestConfig { Version = HttpVersion.Version11, VersionPolicy = HttpVersionPolicy.RequestVersionExact };
        _served = server.Serve(pod.Listen(port), async context => await forwarder.SendAsync(context, prefix, _client, config, HttpTransformer.Default));
    }

    public async ValueTask DisposeAsync()
    {
        await _served.DisposeAsync();
        _client.Dispose();
        await _services.DisposeAsync();
    }
}
