using System.Globalization;
using System.Text.Json.Nodes;
using IstioLab.Cluster.Providers;

namespace IstioLab.Cli.Rendering;

/// <summary>How gateways are shown.</summary>
internal static class GatewayText
{
    // Every gateway has it, and nobody opens it in a browser.
    private const int StatusPort = 15021;

    /// <summary>As in <c>status -o json</c>.</summary>
    public static JsonNode ToJson(ClusterGateway gateway) => new JsonObject
    {
        ["name"] = gateway.Name,
        ["namespace"] = gateway.Namespace,
        ["urls"] = new JsonArray([.. gateway.Ports.Where(IsForTraffic).Select(port => JsonValue.Create(Text(port)))]),
        ["ports"] = new JsonArray(
        [
            .. gateway.Ports.Select(port => new JsonObject { ["name"] = port.Name, ["port"] = port.Port, ["url"] = Text(port) }),
        ]),
    };

    /// <summary><c>istio-system/istio-ingressgateway: 80 = http://127.0.0.1:30201, …</c>.</summary>
    public static string Describe(ClusterGateway gateway)
    {
        var ports = gateway.Ports.Where(IsForTraffic)
            .Select(port => string.Create(CultureInfo.InvariantCulture, $"{port.Port} = {Text(port)}"));
        return $"{gateway.Namespace}/{gateway.Name}: {string.Join(", ", ports)}";
    }

    private static bool IsForTraffic(ClusterGatewayPort port) => port.Port != StatusPort;

    private static string Text(ClusterGatewayPort port) => port.Url.ToString().TrimEnd('/');
}
