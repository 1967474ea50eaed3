using System.Collections.Concurrent;
using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Net;
using System.Text;
using IstioLab.Config.Routing;
using IstioLab.Config.Snapshots;
using IstioLab.Proxy.Sidecars;
using IstioLab.Proxy.Telemetry;

namespace IstioLab.Proxy.Tests.Mesh;

/// <summary>An ingress gateway of the test mesh.</summary>
internal sealed class TestGateway(TestMesh mesh, GatewayProxy proxy, ConcurrentQueue<string> accessLog) : IAsyncDisposable
{
    public GatewayProxy Proxy => proxy;

    public ConcurrentQueue<string> AccessLog => accessLog;

    public static async Task<TestGateway> StartAsync(TestMesh mesh, string address)
    {
        var identity = new ProxyIdentity
        {
            Type = ProxyType.Gateway,
            Namespace = "istio-system",
            PodName = "istio-ingressgateway",
            Address = IPAddress.Parse(address),
            Labels = FrozenDictionary.ToFrozenDictionary(new Dictionary<string, string> { ["istio"] = "ingressgateway" }),
        };
        var accessLog = new ConcurrentQueue<string>();
        var proxy = new GatewayProxy(new ProxyOptions
        {
            Identity = identity,
            Pod = mesh.Network.Attach(identity.Address, identity.PodName),
            Server = mesh.Server,
            Resource = TelemetryResource.Of(identity),
            Random = mesh.Random,
            TimeProvider = mesh.Time,
            AccessLog = line => accessLog.Enqueue(Encoding.UTF8.GetString(line)),
        });
        await proxy.StartAsync();
        return new TestGateway(mesh, proxy, accessLog);
    }

    /// <summary>Takes the Gateways and rules of the mesh.</summary>
    public void Apply() => proxy.Apply(mesh.Compile(proxy.Options.Identity));

    /// <summary>Opens port 8080 for one host that leads to one cluster.</summary>
    public void Open(string host, string cluster)
    {
        var destination = new WeightedDestination(cluster, "server", "", 80, 1, HeaderOperations.None, HeaderOperations.None);
        var route = new Route
        {
            Name = "front",
            Rule = new RuleReference("VirtualService shop/front", "http[0]", null),
            Action = new ForwardAction { Destinations = [destination], TotalWeight = 1 },
        };
        var listener = new Listener { Name = "0.0.0.0_8080", Port = 8080, ServicePort = 80, FilterChains = [new FilterChain { RouteConfiguration = "http.8080" }] };
        Apply([listener], new RouteConfiguration("http.8080", [new VirtualHost(host, [host], [route])]));
    }

    public void Close() => Apply([], new RouteConfiguration("http.8080", []));

    public ValueTask DisposeAsync() => proxy.DisposeAsync();

    private void Apply(ImmutableArray<Listener> listeners, RouteConfiguration routes)
    {
        var compiled = mesh.Compile(proxy.Options.Identity);
        proxy.Apply(new ProxySnapshot(
            compiled.Version,
            compiled.Proxy,
            compiled.Settings,
            compiled.OutboundPolicy,
            listeners,
            new Dictionary<string, RouteConfiguration> { [routes.Name] = routes }.ToFrozenDictionary(),
            compiled.Clusters,
            []));
    }
}
