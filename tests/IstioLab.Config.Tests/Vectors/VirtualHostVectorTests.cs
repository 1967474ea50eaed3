using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Text.Json.Nodes;
using IstioLab.Config.Discovery;
using IstioLab.Config.Kubernetes;
using IstioLab.Config.Routing;
using IstioLab.Config.Snapshots;
using IstioLab.Config.Snapshots.Compiling;
using IstioLab.Config.Yaml;

namespace IstioLab.Config.Tests.Vectors;

/// <summary>Virtual hosts and their domains, as Istio's tests of route configurations have them.</summary>
public sealed class VirtualHostVectorTests
{
    private const string File = "routes.sample.jsonl";

    public static TheoryData<int, string> Domains() => VectorFile.Rows(File, row => VectorFile.Text(row["kind"]) == "vhost-domains");

    public static TheoryData<int, string> Hosts() => VectorFile.Rows(File, row => VectorFile.Text(row["kind"]) == "vhosts");

    [Theory]
    [MemberData(nameof(Domains))]
    public void Service_has_the_domains_that_Istio_gives_it(int index, string source)
    {
        var row = VectorFile.Load(File)[index];
        Assert.Equal(source, VectorFile.Text(row["source"]));
        var config = JsonNode.Parse(VectorFile.Text(row["config"]))!;
        var service = config["service"]!;
        var aliases = service["attributes"]?["aliases"]?.AsArray().Select(alias => VectorFile.Text(alias!["hostname"])) ?? [];
        var mesh = Service(VectorFile.Text(service["hostname"]), "default", [], null) with { Aliases = [.. aliases] };

        var (domains, _) = DomainNames.Of(mesh, 0, VectorFile.Text(config["proxy"]!["dNSDomain"]), IstioRelease.Istio130);

        Assert.Equal(
            row["expect"]!["domains"]!.AsArray().Select(VectorFile.Text).Order(StringComparer.Ordinal),
            domains.Order(StringComparer.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Hosts))]
    public void Port_has_the_virtual_hosts_that_Istio_gives_it(int index, string source)
    {
        var row = VectorFile.Load(File)[index];
        Assert.Equal(source, VectorFile.Text(row["source"]));
        var request = row["request"]!;
        var space = VectorFile.Text(request["proxyNamespace"]) is { Length: > 0 } given ? given : "default";
        var proxy = new ProxyIdentity { Namespace = space, DnsDomain = VectorFile.Text(request["proxyDNSDomain"]).Split(' ')[0] };
        var name = VectorFile.Text(request["routeConfig"]);

        var routes = Build(row, proxy, name);

        var expected = row["expect"]!["virtualHosts"]!.AsObject();
        Assert.Equal(expected.Select(pair => pair.Key).Order(StringComparer.Ordinal), routes.VirtualHosts.Select(host => host.Name).Order(StringComparer.Ordinal));
        foreach (var host in routes.VirtualHosts)
        {
            Assert.Equal(
                expected[host.Name]!.AsArray().Select(VectorFile.Text).Order(StringComparer.Ordinal),
                host.Domains.Order(StringComparer.Ordinal));
        }

        foreach (var (host, cluster) in row["expect"]!["clusters"]?.AsObject() ?? [])
        {
            var action = Assert.IsType<ForwardAction>(routes.VirtualHosts.Single(item => item.Name == host).Routes[0].Action);
            Assert.Equal(VectorFile.Text(cluster), action.Destinations[0].Cluster);
        }
    }

    private static RouteConfiguration Build(JsonObject row, ProxyIdentity proxy, string name)
    {
        var state = MeshState.Empty
            .With(ConfigObjectReader.Read(VectorFile.Text(row["config"])).Objects)
            .With(MeshSettings.Default with
            {
                OutboundPolicy = VectorFile.Text(row["mesh"]?["outboundTrafficPolicy"]?["mode"]) == "REGISTRY_ONLY"
                    ? OutboundPolicyMode.RegistryOnly
                    : OutboundPolicyMode.AllowAny,
            });
        ImmutableArray<MeshService> services =
        [
            .. row["services"]!.AsArray().Select(item => Service(
                    VectorFile.Text(item!["host"]),
                    VectorFile.Text(item["namespace"]),
                    [.. item["exportTo"]?.AsArray().Select(VectorFile.Text) ?? []],
                    item) )
                .Where(service => Visibility.IsVisible(service.ExportTo, service.Namespace, proxy.Namespace)),
        ];
        var scope = new SidecarScopeBuilder(state, proxy.Namespace).Build(state.Tables.Sidecars.Find(proxy), services);
        var builder = new SidecarRouteBuilder(state, proxy, scope, new RuleLookup(state, proxy, services), new CompileCache());
        return name.Contains(':', StringComparison.Ordinal) && !name.StartsWith("unix:", StringComparison.Ordinal)
            ? builder.BuildSniffed(name, name[..name.LastIndexOf(':')], int.Parse(name[(name.LastIndexOf(':') + 1)..], System.Globalization.CultureInfo.InvariantCulture))
            : builder.Build(name, int.TryParse(name, out var port) ? port : 0);
    }

    private static MeshService Service(string host, string space, ImmutableArray<string> exportTo, JsonNode? ports)
    {
        var address = VectorFile.Text(ports?["clusterIP"]);
        return new MeshService
        {
            Hostname = host.ToLowerInvariant(),
            Name = host,
            Namespace = space,
            Ports =
            [
                .. ports?["ports"]?.AsArray().Select(port => new ServicePort(
                    (int)(port!["number"] ?? port["port"])!, "", ServiceProtocols.Parse(VectorFile.Text(port["protocol"])), "")) ?? [],
            ],
            Addresses = address is "" or "None" ? [] : [address],
            Resolution = VectorFile.Text(ports?["resolution"]) == "DNS" ? ServiceResolution.Dns
                : address == "None" ? ServiceResolution.Passthrough
                : ServiceResolution.ClientSideLoadBalancing,
            IsKubernetes = VectorFile.Text(ports?["resolution"]).Length == 0,
            ExportTo = exportTo,
            Source = new ConfigObject
            {
                Id = new ObjectId("", "Service", space, host),
                Version = "v1",
                Labels = FrozenDictionary<string, string>.Empty,
                Root = new YamlMapping([], null),
            },
        };
    }
}
