using IstioLab.Config.Analysis.Messages;
using IstioLab.Config.Yaml;

namespace IstioLab.Config.Analysis.Analyzers;

/// <summary>Fields and kinds that Istio has given up (IST0002).</summary>
internal sealed class DeprecatedFieldAnalyzer : IAnalyzer
{
    private static readonly string[] s_removedKinds = ["ClusterRbacConfig", "RbacConfig", "ServiceRole", "ServiceRoleBinding"];

    public void Analyze(AnalysisContext context)
    {
        foreach (var item in context.Networking("VirtualService"))
        {
            var rules = item.Root["spec"].Items("http");
            for (var index = 0; index < rules.Length; index++)
            {
                if (rules[index]["fault"].Child("delay").Integer("percent") > 0)
                {
                    context.Report(
                        MessageKinds.Deprecated, item, $"spec.http[{index}].fault.delay.percent",
                        "HTTPRoute.fault.delay.percent is deprecated; use HTTPRoute.fault.delay.percentage");
                }
            }
        }

        foreach (var item in context.Networking("Sidecar").Where(item => item.Root["spec"].Child("outboundTrafficPolicy").Has("egressProxy")))
        {
            context.Report(MessageKinds.Deprecated, item, "spec.outboundTrafficPolicy.egressProxy", "OutboundTrafficPolicy.EgressProxy ignored");
        }

        foreach (var item in context.Of("apiextensions.k8s.io", "CustomResourceDefinition"))
        {
            var spec = item.Root["spec"];
            var kind = spec.Child("names").Text("kind");
            if (spec.Text("group") == "rbac.istio.io" && s_removedKinds.Contains(kind))
            {
                context.Report(MessageKinds.Deprecated, item, "spec.names.kind", $"Custom resource type rbac.istio.io {kind} is removed");
            }
        }
    }
}
