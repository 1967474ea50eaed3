using IstioLab.Config.Analysis.Messages;
using IstioLab.Config.Kubernetes;
using IstioLab.Config.Yaml;

namespace IstioLab.Config.Analysis.Analyzers;

/// <summary>CRDs of the Gateway API that are too old for this release (IST0156, IST0172, IST0176).</summary>
internal sealed class GatewayApiVersionAnalyzer : IAnalyzer
{
    private static readonly Dictionary<string, Version> s_oldest = new(StringComparer.Ordinal)
    {
        ["grpcroutes.gateway.networking.k8s.io"] = new Version(1, 1, 0),
        ["backendtlspolicies.gateway.networking.k8s.io"] = new Version(1, 4, 0),
        ["tlsroutes.gateway.networking.k8s.io"] = new Version(1, 5, 0),
    };

    private static readonly string[] s_ofBeta = ["Gateway", "GatewayClass", "HTTPRoute", "ReferenceGrant"];
    private static readonly string[] s_stable = ["Gateway", "GatewayClass", "HTTPRoute", "GRPCRoute"];

    public void Analyze(AnalysisContext context)
    {
        foreach (var crd in context.Of("apiextensions.k8s.io", "CustomResourceDefinition"))
        {
            if (crd.Root["spec"].Text("group") == "gateway.networking.k8s.io")
            {
                Served(context, crd, crd.Root["spec"].Child("names").Text("kind"));
            }

            var text = crd.Annotations.GetValueOrDefault("gateway.networking.k8s.io/bundle-version", "").TrimStart('v').Split('-', '+')[0];
            if (s_oldest.TryGetValue(crd.Id.Name, out var oldest) && Parse(text) is { } installed && installed < oldest)
            {
                context.Report(MessageKinds.GatewayApiCrdVersionBelowMinimum, crd, "metadata.annotations", crd.Id.Name, text, oldest);
            }
        }
    }

    private static void Served(AnalysisContext context, ConfigObject crd, string kind)
    {
        var served = crd.Root["spec"].Items("versions").Where(version => version.Boolean("served")).Select(version => version.Text("name"))
            .Order(StringComparer.Ordinal)
            .ToList();
        var has = served.Count == 0 ? "none" : string.Join(',', served);
        if (s_ofBeta.Contains(kind) && !served.Contains("v1beta1"))
        {
            context.Report(MessageKinds.UnsupportedGatewayApiVersion, crd, "spec.versions", has, "v1beta1");
        }

        if (s_stable.Contains(kind) && !served.Contains("v1"))
        {
            context.Report(MessageKinds.FutureUnsupportedGatewayApiVersion, crd, "spec.versions", has, "v1");
        }
    }

    private static Version? Parse(string text)
    {
        var parts = text.Split('.');
        return parts.Length <= 3 && Version.TryParse(string.Join('.', parts.Concat(["0", "0"]).Take(3)), out var version) ? version : null;
    }
}
