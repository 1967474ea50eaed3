using IstioLab.Config.Analysis.Messages;
using IstioLab.Config.Kubernetes;
using IstioLab.Config.Routing.Conditions;
using IstioLab.Config.Yaml;

namespace IstioLab.Config.Analysis.Analyzers;

/// <summary>Routes by claim at gateways that verify no token (IST0149).</summary>
internal sealed class ClaimRouteAnalyzer : IAnalyzer
{
    public void Analyze(AnalysisContext context)
    {
        var policies = context.Of("security.istio.io", "RequestAuthentication")
            .Select(item => (item.Id.Namespace, Selector: item.Root["spec"].Child("selector").Child("matchLabels").ToTextMap()))
            .ToList();
        foreach (var item in context.Networking("VirtualService"))
        {
            if (FindClaim(item.Root["spec"]) is not { } claim)
            {
                continue;
            }

            var gateways = item.Root["spec"].Texts("gateways").Where(name => name != "mesh").Select(name => VirtualServiceGatewayAnalyzer.Find(context, item, name));
            foreach (var gateway in gateways.OfType<ConfigObject>())
            {
                var selector = gateway.Root["spec"].Child("selector").ToTextMap();
                foreach (var pod in context.Workloads.Where(pod => selector.Selects(pod.Labels)))
                {
                    if (!policies.Exists(policy => (policy.Namespace == "istio-system" || policy.Namespace == pod.Id.Namespace) && policy.Selector.Selects(pod.Labels)))
                    {
                        context.Report(
                            MessageKinds.JwtClaimBasedRoutingWithoutRequestAuthN, item, claim.Path,
                            claim.Key, $"{gateway.Id.Namespace}/{gateway.Id.Name}", pod.Id.Name);
                    }
                }
            }
        }
    }

    private static (string Key, string Path)? FindClaim(YamlNode? spec)
    {
        var rules = spec.Items("http");
        for (var rule = 0; rule < rules.Length; rule++)
        {
            var matches = rules[rule].Items("match");
            for (var match = 0; match < matches.Length; match++)
            {
                foreach (var list in new[] { "headers", "withoutHeaders" })
                {
                    foreach (var field in matches[match].Fields(list).Where(field => !RoutingClaim.Parse(field.Key).IsEmpty))
                    {
                        return (field.Key, YamlPath.Of($"spec.http[{rule}].match[{match}].{list}", field.Key));
                    }
                }
            }
        }

        return null;
    }
}
