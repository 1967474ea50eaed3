using IstioLab.Config.Analysis.Messages;
using IstioLab.Config.Yaml;

namespace IstioLab.Config.Analysis.Analyzers;

/// <summary>Policies that select pods of a Kubernetes Gateway by label, which has no effect there (IST0166).</summary>
internal sealed class GatewayApiSelectorAnalyzer : IAnalyzer
{
    private const string GatewayName = "gateway.networking.k8s.io/gateway-name";

    private static readonly (string Group, string Kind)[] s_policies =
    [
        ("security.istio.io", "AuthorizationPolicy"), ("security.istio.io", "RequestAuthentication"),
        ("telemetry.istio.io", "Telemetry"), ("extensions.istio.io", "WasmPlugin"),
    ];

    public void Analyze(AnalysisContext context)
    {
        var pods = context.Workloads.Where(pod => pod.Labels.ContainsKey(GatewayName)).ToLookup(pod => pod.Id.Namespace);
        foreach (var policy in s_policies.SelectMany(kind => context.Of(kind.Group, kind.Kind)))
        {
            var spec = policy.Root["spec"];
            if (spec.Has("targetRef") || spec.Child("selector") is not YamlMapping selector)
            {
                continue;
            }

            var labels = selector["matchLabels"].ToTextMap();
            foreach (var pod in pods[policy.Id.Namespace].Where(pod => labels.Selects(pod.Labels)))
            {
                context.Report(MessageKinds.IneffectiveSelector, policy, "spec.selector", pod.Labels[GatewayName]);
            }
        }
    }
}
