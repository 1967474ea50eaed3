using System.Collections.Frozen;
using System.Collections.Immutable;
using IstioLab.Config.Analysis.Messages;
using IstioLab.Config.Kubernetes;
using IstioLab.Config.Yaml;

namespace IstioLab.Config.Analysis.Analyzers;

/// <summary>Gateways that serve the same host on the same port of the same pods (IST0145).</summary>
internal sealed class ConflictingGatewayAnalyzer : IAnalyzer
{
    public void Analyze(AnalysisContext context)
    {
        // A port that a Gateway has twice counts as its last server says.
        var served = context.Networking("Gateway")
            .SelectMany(gateway => gateway.Root["spec"].Items("servers").Select(server => new Served(
                gateway,
                gateway.Root["spec"].Child("selector").ToTextMap(),
                server["port"].Integer("number"),
                server.Text("bind"),
                server.Texts("hosts"))))
            .GroupBy(item => (item.Gateway, item.Port))
            .Select(same => same.Last())
            .ToList();
        foreach (var gateway in context.Networking("Gateway"))
        {
            var selector = gateway.Root["spec"].Child("selector").ToTextMap();
            var servers = gateway.Root["spec"].Items("servers");
            for (var index = 0; index < servers.Length; index++)
            {
                var port = servers[index]["port"].Integer("number");
                var others = served
                    .Where(item => item.Gateway != gateway && item.Port == port && item.Bind == servers[index].Text("bind"))
                    .Where(item => item.Hosts.Any(servers[index].Texts("hosts").Contains) && SamePods(context, selector, item.Selector))
                    .Select(item => $"{item.Gateway.Id.Namespace}/{item.Gateway.Id.Name}")
                    .Order(StringComparer.Ordinal)
                    .ToList();
                if (others.Count > 0)
                {
                    context.Report(
                        MessageKinds.ConflictingGateways, gateway, $"spec.servers[{index}]",
                        string.Join(',', others), selector.Print(), port, string.Join(',', servers[index].Texts("hosts")));
                }
            }
        }
    }

    private static bool SamePods(AnalysisContext context, FrozenDictionary<string, string> first, FrozenDictionary<string, string> second)
    {
        var one = first.Print();
        var other = second.Print();
        return one == other
            || ((one.Contains(other, StringComparison.Ordinal) || other.Contains(one, StringComparison.Ordinal))
                && context.Workloads.Any(pod => first.Selects(pod.Labels) && second.Selects(pod.Labels)));
    }

    private sealed record Served(
        ConfigObject Gateway, FrozenDictionary<string, string> Selector, int Port, string Bind, ImmutableArray<string> Hosts);
}
