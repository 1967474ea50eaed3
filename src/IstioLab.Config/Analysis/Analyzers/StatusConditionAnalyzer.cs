using IstioLab.Config.Analysis.Messages;
using IstioLab.Config.Kubernetes;
using IstioLab.Config.Yaml;

namespace IstioLab.Config.Analysis.Analyzers;

/// <summary>Objects whose status says that something refused them (IST0171).</summary>
internal sealed class StatusConditionAnalyzer : IAnalyzer
{
    private static readonly string[] s_ofGateways = ["Accepted", "Programmed", "ResolvedRefs"];

    private static readonly string[] s_ofPolicies = ["ZtunnelAccepted", "WaypointAccepted"];

    private static readonly string[] s_ofWorkloads = ["istio.io/WaypointBound"];

    public void Analyze(AnalysisContext context)
    {
        foreach (var item in context.Of("", "Service").Concat(context.Networking("ServiceEntry")).Concat(context.Networking("WorkloadEntry")))
        {
            Check(context, item, "status.conditions", item.Root["status"], s_ofWorkloads);
        }

        foreach (var policy in context.Of("security.istio.io", "AuthorizationPolicy"))
        {
            Check(context, policy, "status.conditions", policy.Root["status"], s_ofPolicies);
        }

        foreach (var gateway in context.Of("gateway.networking.k8s.io", "Gateway"))
        {
            Check(context, gateway, "status.conditions", gateway.Root["status"], s_ofGateways);
        }

        foreach (var route in context.Of("gateway.networking.k8s.io", "HTTPRoute").Concat(context.Of("gateway.networking.k8s.io", "GRPCRoute")))
        {
            var parents = route.Root["status"].Items("parents");
            for (var index = 0; index < parents.Length; index++)
            {
                Check(context, route, $"status.parents[{index}].conditions", parents[index], s_ofGateways);
            }
        }
    }

    private static void Check(AnalysisContext context, ConfigObject item, string path, YamlNode? status, string[] types)
    {
        var conditions = status.Items("conditions");
        for (var index = 0; index < conditions.Length; index++)
        {
            var type = conditions[index].Text("type");
            var isNegative = types.Contains(type) && conditions[index].Text("status") == "False";
            var isPartial = item.Id.Kind == "AuthorizationPolicy" && type == "WaypointAccepted" && conditions[index].Text("reason") == "PartiallyInvalid";
            foreach (var _ in new[] { isNegative, isPartial }.Where(applies => applies))
            {
                context.Report(
                    MessageKinds.NegativeConditionStatus, item, $"{path}[{index}]", type, conditions[index].Text("reason"), conditions[index].Text("message"));
            }
        }
    }
}
