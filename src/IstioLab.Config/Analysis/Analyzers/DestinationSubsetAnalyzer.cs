using System.Text.RegularExpressions;
using IstioLab.Config.Analysis.Messages;
using IstioLab.Config.Yaml;

namespace IstioLab.Config.Analysis.Analyzers;

/// <summary>Subsets that no DestinationRule defines (IST0101).</summary>
internal sealed partial class DestinationSubsetAnalyzer : IAnalyzer
{
    public void Analyze(AnalysisContext context)
    {
        var known = context.Networking("DestinationRule")
            .SelectMany(rule => rule.Root["spec"].Items("subsets")
                .Select(subset => (Host(rule.Id.Namespace, rule.Root["spec"].Text("host")), subset.Text("name"))))
            .ToHashSet();
        foreach (var item in context.Networking("VirtualService"))
        {
            foreach (var destination in RouteDestination.Of(item.Root["spec"]))
            {
                var host = destination.Node.Text("host");
                var subset = destination.Node.Text("subset");
                if (subset.Length > 0 && !known.Contains((Host(item.Id.Namespace, host), subset)))
                {
                    context.Report(
                        MessageKinds.ReferencedResourceNotFound, item, $"{destination.Path}.host",
                        destination.IsMirror ? "mirror+subset in destinationrule" : "host+subset in destinationrule", $"{host}+{subset}");
                }
            }
        }
    }

    /// <summary>The namespace and name that a host means.</summary>
    private static (string Namespace, string Name) Host(string space, string host) =>
        FullName().Match(host) is { Success: true } full ? (full.Groups["space"].Value, full.Groups["name"].Value) : (space, host);

    [GeneratedRegex(@"^(?<name>.+)\.(?<space>.+)\.svc\.cluster\.local$", RegexOptions.ExplicitCapture)]
    private static partial Regex FullName();
}
