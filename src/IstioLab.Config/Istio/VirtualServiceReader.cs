using System.Collections.Immutable;
using IstioLab.Config.Discovery;
using IstioLab.Config.Kubernetes;
using IstioLab.Config.Routing;
using IstioLab.Config.Yaml;

namespace IstioLab.Config.Istio;

/// <summary>Reads VirtualServices.</summary>
internal sealed class VirtualServiceReader(ConfigObject source, string domain)
{
    private readonly string space = source.Id.Namespace;
    private readonly string resource = source.Id.ToString();

    // Rules mostly send to the same few places, one after the other.
    private (string Written, string Full) lastHost = ("", "");
    private Destination? lastDestination;

    public VirtualService Read()
    {
        var spec = source.Root["spec"];
        var gateways = spec.Texts("gateways");
        return new VirtualService
        {
            Source = source,
            Hosts = [.. spec.Texts("hosts").Select(host => Resolve(host).ToLowerInvariant())],
            Gateways = gateways.IsEmpty ? ["mesh"] : ReadGateways(spec),
            Http = ReadHttp(spec),
            Tls = ReadLayerFour(spec, "tls"),
            Tcp = ReadLayerFour(spec, "tcp"),
            ExportTo = spec.Texts("exportTo"),
        };
    }

    public ImmutableArray<HttpRule> ReadHttp(YamlNode? spec) =>
        spec.Read("http", this, static (reader, node, index) => new HttpRuleReader(reader, node, index).Read());

    public RuleReference Rule(string path, YamlNode node) => new(resource, path, node.Position);

    public ImmutableArray<string> ReadGateways(YamlNode? node) =>
        node.Read("gateways", space, static (own, item, _) => item.AsText() is var name && name == "mesh" ? name : HostName.ResolveGateway(name, own));

    public Destination? ReadDestination(YamlNode? node)
    {
        if (node is not YamlMapping)
        {
            return null;
        }

        var host = Resolve(node.Text("host"));
        var subset = node.Text("subset");
        int? port = node["port"].OptionalLong("number") is > 0 and var number ? (int)number : null;
        return lastDestination is { } last && last.Host == host && last.Subset == subset && last.Port == port
            ? last
            : lastDestination = new Destination(host, subset, port);
    }

    public string Namespace => space;

    private string Resolve(string host)
    {
        if (lastHost.Written != host)
        {
            lastHost = (host, HostName.Resolve(host, space, domain));
        }

        return lastHost.Full;
    }

    private ImmutableArray<LayerFourRule> ReadLayerFour(YamlNode? spec, string list) =>
    [
        .. spec.Items(list).Select((node, index) => new LayerFourRule(
            [.. node.Items("match").Select(ReadLayerFourMatch)],
            [.. node.Items("route").Select(route => new HttpDestination(
                ReadDestination(route["destination"]) ?? new Destination("", "", null), route.Integer("weight"), null))],
            Rule($"{list}[{index}]", node))),
    ];

    private LayerFourMatch ReadLayerFourMatch(YamlNode node) => new()
    {
        SniHosts = node.Texts("sniHosts"),
        Subnets = node.Texts("destinationSubnets"),
        Port = node.Integer("port"),
        SourceLabels = node["sourceLabels"].ToTextMap(),
        SourceNamespace = node.Text("sourceNamespace"),
        Gateways = ReadGateways(node),
    };
}
