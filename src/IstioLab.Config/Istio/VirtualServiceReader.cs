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
        spec.Read("http", (node, index) => new HttpRuleReader(this, node, $"http[{index}]").Read());

    public RuleReference Rule(string path, YamlNode node) => new(resource, path, node.Position);

    public ImmutableArray<string> ReadGateways(YamlNode? node) =>
        node.Read("gateways", (item, _) => item.AsText() is var name && name == "mesh" ? name : HostName.ResolveGateway(name, space));

    public Destination? ReadDestination(YamlNode? node)
    {
        if (node is not YamlMapping)
        {
            return null;
        }

        var port = node["port"].OptionalLong("number");
        return new Destination(Resolve(node.Text("host")), node.Text("subset"), port is > 0 ? (int)port : null);
    }

    public string Namespace => space;

    private string Resolve(string host) => HostName.Resolve(host, space, domain);

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
