using IstioLab.Config.Analysis.Messages;
using IstioLab.Config.Yaml;

namespace IstioLab.Config.Analysis.Analyzers;

/// <summary>Subset routes of a host that requests through a gateway do not follow (IST0140).</summary>
internal sealed class IngressSubsetAnalyzer : IAnalyzer
{
    public void Analyze(AnalysisContext context)
    {
        var rules = context.Networking("VirtualService").ToList();
        var ofSubsets = rules.SelectMany(item => item.Root["spec"].Items("http")
            .SelectMany(rule => rule.Items("route"))
            .Select(route => route["destination"])
            .Where(destination => destination.Text("subset").Length > 0)
            .SelectMany(destination => item.Root["spec"].Texts("hosts").Where(host => host == destination.Text("host")).Select(host => (Item: item, Host: host))))
            .ToList();
        foreach (var item in rules.Where(item => item.Root["spec"].Items("gateways").Length > 0))
        {
            foreach (var destination in RouteDestination.Of(item.Root["spec"]).Where(IsPlain))
            {
                foreach (var other in ofSubsets.Where(other => other.Host == destination.Node.Text("host")))
                {
                    context.Report(
                        MessageKinds.IngressRouteRulesNotAffected, item, $"{destination.Path}.host",
                        $"{other.Item.Id.Namespace}/{other.Item.Id.Name}", $"{item.Id.Namespace}/{item.Id.Name}");
                }
            }
        }
    }

    private static bool IsPlain(RouteDestination destination) =>
        !destination.IsMirror && destination.Path.StartsWith("spec.http", StringComparison.Ordinal) && destination.Node.Text("subset").Length == 0;
}
