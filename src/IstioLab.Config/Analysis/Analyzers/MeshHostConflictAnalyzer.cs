using IstioLab.Config.Analysis.Messages;
using IstioLab.Config.Discovery;
using IstioLab.Config.Kubernetes;
using IstioLab.Config.Yaml;

namespace IstioLab.Config.Analysis.Analyzers;

/// <summary>VirtualServices of the gateway <c>mesh</c> with the same host (IST0109).</summary>
internal sealed class MeshHostConflictAnalyzer : IAnalyzer
{
    public void Analyze(AnalysisContext context)
    {
        var byHost = context.Networking("VirtualService")
            .Where(item => item.Root["spec"].Texts("gateways") is var gateways && (gateways.IsEmpty || gateways.Contains("mesh")))
            .SelectMany(item => Scopes(item).SelectMany(scope => item.Root["spec"].Texts("hosts")
                .Select(host => (Scope: scope, Host: ServiceHosts.FullName(item.Id.Namespace, host), Item: item))))
            .GroupBy(entry => (entry.Scope, entry.Host), entry => entry.Item)
            .ToDictionary(group => group.Key, group => group.ToList());
        var reported = new HashSet<ConfigObject>();
        foreach (var ((scope, host), own) in byHost.OrderBy(pair => pair.Key.Scope, StringComparer.Ordinal).ThenBy(pair => pair.Key.Host, StringComparer.Ordinal))
        {
            // What a host means in one namespace competes with what is public and covers it.
            List<ConfigObject> all =
            [
                .. own,
                .. scope == "*" ? [] : byHost.Where(pair => pair.Key.Scope == "*" && HostName.Matches(host, pair.Key.Host)).SelectMany(pair => pair.Value),
            ];
            if (all.Count < 2)
            {
                continue;
            }

            var names = string.Join(",", all.Select(item => $"{item.Id.Namespace}/{item.Id.Name}").Order(StringComparer.Ordinal));
            foreach (var item in all.Where(reported.Add))
            {
                context.Report(MessageKinds.ConflictingMeshGatewayVirtualServiceHosts, item, "metadata.name", names, $"{scope}/{host}");
            }
        }
    }

    private static IEnumerable<string> Scopes(ConfigObject item)
    {
        var exportTo = item.Root["spec"].Texts("exportTo");
        return exportTo.IsEmpty || exportTo.Contains("*") ? ["*"] : exportTo.Select(entry => entry == "." ? item.Id.Namespace : entry).Distinct();
    }
}
