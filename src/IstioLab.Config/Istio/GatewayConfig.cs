using System.Collections.Frozen;
using System.Collections.Immutable;
using IstioLab.Config.Kubernetes;
using IstioLab.Config.Routing;
using IstioLab.Config.Yaml;

namespace IstioLab.Config.Istio;

/// <summary>A Gateway as written.</summary>
internal sealed record GatewayConfig
{
    public required ConfigObject Source { get; init; }

    public FrozenDictionary<string, string> Selector { get; init; } = FrozenDictionary<string, string>.Empty;

    public ImmutableArray<GatewayServer> Servers { get; init; } = [];

    /// <summary><c>namespace/name</c>.</summary>
    public string FullName => $"{Source.Id.Namespace}/{Source.Id.Name}";

    public static GatewayConfig Read(ConfigObject source)
    {
        var spec = source.Root["spec"];
        return new GatewayConfig
        {
            Source = source,
            Selector = spec.Child("selector").ToTextMap(),
            Servers = [.. spec.Items("servers").Select((node, index) => ReadServer(source, node, index))],
        };
    }

    private static GatewayServer ReadServer(ConfigObject source, YamlNode node, int index)
    {
        var port = node["port"];
        var tls = node["tls"];
        return new GatewayServer
        {
            Port = port.Integer("number"),
            Protocol = port.Text("protocol"),
            PortName = port.Text("name"),
            Name = node.Text("name"),
            Bind = node.Text("bind"),
            Hosts = node.Texts("hosts"),
            Tls = ServerTlsReader.Read(tls),
            HttpsRedirect = tls.Boolean("httpsRedirect"),
            Rule = new RuleReference(source.Id.ToString(), $"servers[{index}]", node.Position),
        };
    }
}
