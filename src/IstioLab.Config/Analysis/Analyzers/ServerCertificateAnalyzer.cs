using IstioLab.Config.Analysis.Messages;
using IstioLab.Config.Yaml;

namespace IstioLab.Config.Analysis.Analyzers;

/// <summary>DestinationRules that start TLS and verify nothing (IST0128, IST0129).</summary>
internal sealed class ServerCertificateAnalyzer : IAnalyzer
{
    public void Analyze(AnalysisContext context)
    {
        foreach (var rule in context.Networking("DestinationRule"))
        {
            var spec = rule.Root["spec"];
            var policy = spec.Child("trafficPolicy");
            var isSelective = spec.Has("workloadSelector");
            var name = $"{rule.Id.Namespace}/{rule.Id.Name}";
            if (Lacks(policy.Child("tls"), isSelective))
            {
                context.Report(
                    MessageKinds.NoServerCertificateVerificationDestinationLevel, rule, "spec.trafficPolicy.tls",
                    name, policy.Child("tls").Text("mode"), spec.Text("host"));
            }

            var ports = policy.Items("portLevelSettings");
            for (var index = 0; index < ports.Length; index++)
            {
                if (Lacks(ports[index]["tls"], isSelective))
                {
                    context.Report(
                        MessageKinds.NoServerCertificateVerificationPortLevel, rule, $"spec.trafficPolicy.portLevelSettings[{index}].tls",
                        name, ports[index]["tls"].Text("mode"), spec.Text("host"), ports[index]["port"].Integer("number"));
                }
            }
        }
    }

    /// <summary>A credential may bring the authority along, where a workload selector allows it.</summary>
    private static bool Lacks(YamlNode? tls, bool isSelective) =>
        tls.Text("mode") is "SIMPLE" or "MUTUAL"
        && tls.Text("caCertificates").Length == 0
        && !(isSelective && tls.Text("credentialName").Length > 0);
}
