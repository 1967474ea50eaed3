using IstioLab.Config.Analysis.Messages;
using IstioLab.Config.Discovery;
using IstioLab.Config.Kubernetes;
using IstioLab.Config.Validation;
using IstioLab.Config.Yaml;

namespace IstioLab.Config.Analysis.Analyzers;

/// <summary>What admission would say of Istio's objects (IST0106, IST0130, IST0131, IST0133).</summary>
internal sealed class ValidationAnalyzer : IAnalyzer
{
    private static readonly Dictionary<string, string[]> s_kinds = new(StringComparer.Ordinal)
    {
        ["networking.istio.io"] =
            ["VirtualService", "DestinationRule", "Gateway", "ServiceEntry", "Sidecar", "WorkloadEntry", "WorkloadGroup", "EnvoyFilter", "ProxyConfig"],
        ["security.istio.io"] = ["AuthorizationPolicy", "PeerAuthentication", "RequestAuthentication"],
        ["telemetry.istio.io"] = ["Telemetry"],
        ["extensions.istio.io"] = ["WasmPlugin", "TrafficExtension"],
    };

    public void Analyze(AnalysisContext context)
    {
        var version = context.Options.Release == IstioRelease.Istio117 ? IstioVersion.V117 : IstioVersion.Current;
        foreach (var item in s_kinds.SelectMany(group => group.Value.SelectMany(kind => context.Of(group.Key, kind))))
        {
            Check(context, item, version);
        }
    }

    private static void Check(AnalysisContext context, ConfigObject item, IstioVersion version)
    {
        var result = ConfigValidator.Validate(YamlJson.ToJson(item.Root)!, version);
        foreach (var error in result.Errors)
        {
            context.Report(MessageKinds.SchemaValidationError, item, error.Path, error.Message);
        }

        foreach (var notice in result.Notices)
        {
            context.Report(MessageKinds.SchemaWarning, item, "", notice);
        }

        foreach (var warning in result.Warnings)
        {
            var kind = warning.Code switch
            {
                "IST0130" => MessageKinds.VirtualServiceUnreachableRule,
                "IST0131" => MessageKinds.VirtualServiceIneffectiveMatch,
                _ => MessageKinds.SchemaWarning,
            };
            context.Report(kind, item, warning.Path, warning.Message);
        }
    }
}
