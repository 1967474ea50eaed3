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
        var json = YamlJson.ToJson(item.Root)!;
        var result = ConfigValidator.Validate(json, version);
        var rules = ConfigValidator.Admit(json, version);
        foreach (var error in result.Errors.Where(error => rules.Errors.Contains(error) || !rules.Errors.Any(rule => Concerns(rule.Path, error))))
        {
            context.Report(MessageKinds.SchemaValidationError, item, error.Path, error.Message);
        }

        foreach (var notice in result.Notices)
        {
            context.Report(MessageKinds.SchemaWarning, item, "", notice);
        }

        foreach (var warning in result.Warnings.Where(rules.Warnings.Contains))
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

    /// <summary>
    /// Whether a rule of Istio has said already what the schema says too: of the same field, of one in it, or of what holds it. A misspelt
    /// field is told in any case, and what is said of the whole object covers no field of it.
    /// </summary>
    private static bool Concerns(string rule, ValidationFinding schema) =>
        !schema.Message.StartsWith("unknown field", StringComparison.Ordinal)
        && (rule.StartsWith(schema.Path, StringComparison.Ordinal) || (rule != "spec" && schema.Path.StartsWith(rule, StringComparison.Ordinal)));
}
