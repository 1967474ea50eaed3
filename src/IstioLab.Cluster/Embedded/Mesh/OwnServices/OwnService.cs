using System.Net.Sockets;
using IstioLab.Cluster.Embedded.Dns;
using IstioLab.Proxy;
using IstioLab.Proxy.Network;
using IstioLab.Proxy.Sidecars;
using IstioLab.Proxy.Telemetry;

namespace IstioLab.Cluster.Embedded.Mesh.OwnServices;

/// <summary>
/// The sidecar of a process of this machine. Inbound it listens at the entry's address in the pod network and calls the process on
/// loopback; outbound the process calls it on a loopback port, by <c>HTTP_PROXY</c>.
/// </summary>
internal sealed class OwnService : IAsyncDisposable
{
    private readonly MeshController _mesh;
    private readonly IPodInterface _place;
    private readonly SidecarProxy _sidecar;
    private readonly MeshProxy _proxy;

    private OwnService(
        OwnServiceSpec spec, OwnServiceSockets sockets, MeshController mesh, IPodInterface place, SidecarProxy sidecar, MeshProxy proxy)
    {
        Spec = spec;
        HttpProxy = sockets.HttpProxyUrl;
        HostUrls = sockets.HostUrls;
        _mesh = mesh;
        _place = place;
        _sidecar = sidecar;
        _proxy = proxy;
    }

    public OwnServiceSpec Spec { get; }

    /// <summary>The URL for the process's <c>HTTP_PROXY</c>.</summary>
    public string HttpProxy { get; }

    /// <summary>The URLs of single hosts; null without any.</summary>
    public string? HostUrls { get; }

    /// <summary>Gives a process its sidecar, which serves when this returns.</summary>
    /// <param name="spec">The process.</param>
    /// <param name="sockets">The ports that the process calls; they are closed with the sidecar.</param>
    /// <param name="network">The pod network.</param>
    /// <param name="services">What every proxy needs.</param>
    /// <exception cref="SocketException">Something else in the network has the address.</exception>
    public static async Task<OwnService> StartAsync(OwnServiceSpec spec, OwnServiceSockets sockets, PodNetwork network, ProxyServices services)
    {
        var place = network.Attach(spec.Address, spec.Name);
        try
        {
            place.PlaceApplication(spec.Ports.Find);
            return await StartAsync(spec, sockets, place, services);
        }
        catch
        {
            await place.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        _mesh.Disconnect(_proxy);
        await _sidecar.DisposeAsync();
        await _place.DisposeAsync();
    }

    private static async Task<OwnService> StartAsync(OwnServiceSpec spec, OwnServiceSockets sockets, IPodInterface place, ProxyServices services)
    {
        var identity = spec.ToIdentity(sockets.HttpProxyPort);
        var sidecar = new SidecarProxy(new ProxyOptions
        {
            Identity = identity,
            Pod = place,
            Server = services.Http,
            Resource = TelemetryResource.Of(identity, spec.Name),
            Telemetry = services.Telemetry,
            TimeProvider = services.Time,
            Random = services.Random,
            IstioVersion = services.IstioVersion,
            Resolver = new PodResolver(services.Dns, spec.Namespace).ResolveUpstreamAsync,
        });
        var proxy = services.Mesh.Connect(identity, sidecar.Apply, sidecar.RequestsTo);
        try
        {
            await sidecar.StartAsync(TrafficCapture.Default with { OutboundPort = 0 });
            sidecar.ServeHttpProxy(sockets.HttpProxy);
            foreach (var (host, socket) in sockets.Hosts) sidecar.ServeHost(socket, WithoutDefaultPort(host));
            return new OwnService(spec, sockets, services.Mesh, place, sidecar, proxy);
        }
        catch
        {
            services.Mesh.Disconnect(proxy);
            await sidecar.DisposeAsync();
            throw;
        }
    }

    private static string WithoutDefaultPort(string host) => host.EndsWith(":80", StringComparison.Ordinal) ? host[..^3] : host;
}
