using IstioLab.Config.Analysis.Messages;

namespace IstioLab.Config.Analysis.Analyzers;

/// <summary>CRDs of the Gateway API that are too old for this release (IST0176).</summary>
internal sealed class GatewayApiVersionAnalyzer : IAnalyzer
{
    private static readonly Dictionary<string, Version> s_oldest = new(StringComparer.Ordinal)
    {
        ["grpcroutes.gateway.networking.k8s.io"] = new Version(1, 1, 0),
        ["backendtlspolicies.gateway.networking.k8s.io"] = new Version(1, 4, 0),
        ["tlsroutes.gateway.networking.k8s.io"] = new Version(1, 5, 0),
    };

    public void Analyze(AnalysisContext context)
    {
        foreach (var crd in context.Of("apiextensions.k8s.io", "CustomResourceDefinition"))
        {
            var text = crd.Annotations.GetValueOrDefault("gateway.networking.k8s.io/bundle-version", "").TrimStart('v').Split('-', '+')[0];
            if (s_oldest.TryGetValue(crd.Id.Name, out var oldest) && Parse(text) is { } installed && installed < oldest)
            {
                context.Report(MessageKinds.GatewayApiCrdVersionBelowMinimum, crd, "metadata.annotations", crd.Id.Name, text, oldest);
            }
        }
    }

    private static Version? Parse(string text)
    {
        var parts = text.Split('.');
        return parts.Length <= 3 && Version.TryParse(string.Join('.', parts.Concat(["0", "0"]).Take(3)), out var version) ? version : null;
    }
}
