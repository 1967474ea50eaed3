using IstioLab.Config.Analysis.Messages;
using IstioLab.Config.Yaml;

namespace IstioLab.Config.Analysis.Analyzers;

/// <summary>TCP ports of ServiceEntries without addresses (IST0134).</summary>
internal sealed class ServiceEntryAddressAnalyzer : IAnalyzer
{
    public void Analyze(AnalysisContext context)
    {
        var metadata = context.Mesh.Child("defaultConfig").Child("proxyMetadata");
        if (metadata.Text("ISTIO_META_DNS_CAPTURE") == "true"
            && (metadata.Text("ISTIO_META_DNS_AUTO_ALLOCATE") == "true" || metadata.Text("PILOT_ENABLE_IP_AUTOALLOCATE") == "true"))
        {
            return;
        }

        foreach (var entry in context.Networking("ServiceEntry"))
        {
            var spec = entry.Root["spec"];
            if (!spec.Items("addresses").IsEmpty || !entry.Root["status"].Items("addresses").IsEmpty)
            {
                continue;
            }

            var ports = spec.Items("ports");
            for (var index = 0; index < ports.Length; index++)
            {
                if (ports[index].Text("protocol") is var protocol && (protocol.Length == 0 || protocol.Equals("TCP", StringComparison.OrdinalIgnoreCase)))
                {
                    context.Report(MessageKinds.ServiceEntryAddressesRequired, entry, $"spec.ports[{index}]", ports[index].Integer("number"));
                }
            }
        }
    }
}
