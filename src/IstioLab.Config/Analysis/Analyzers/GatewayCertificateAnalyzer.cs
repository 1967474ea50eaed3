using IstioLab.Config.Analysis.Messages;
using IstioLab.Config.Kubernetes;
using IstioLab.Config.Yaml;

namespace IstioLab.Config.Analysis.Analyzers;

/// <summary>Gateways of the same pods that use one certificate (IST0138).</summary>
internal sealed class GatewayCertificateAnalyzer : IAnalyzer
{
    public void Analyze(AnalysisContext context)
    {
        var gateways = context.Networking("Gateway").ToList();
        foreach (var gateway in gateways)
        {
            var selector = gateway.Root["spec"].Child("selector").ToTextMap();
            foreach (var other in gateways.Where(item => item != gateway && selector.Selects(item.Root["spec"].Child("selector").ToTextMap())))
            {
                foreach (var server in Servers(gateway))
                {
                    foreach (var _ in Servers(other).Where(same => IsSame(server, same)))
                    {
                        context.Report(MessageKinds.GatewayDuplicateCertificate, gateway, "metadata.name", $"{Name(gateway)}, {Name(other)}");
                    }
                }
            }
        }
    }

    private static IEnumerable<YamlNode> Servers(ConfigObject gateway) =>
        gateway.Root["spec"].Items("servers").Select(server => server["tls"]).OfType<YamlMapping>();

    private static string Name(ConfigObject item) => $"{item.Id.Namespace}/{item.Id.Name}";

    private static bool IsSame(YamlNode first, YamlNode second) =>
        first.Text("credentialName").Length > 0 || second.Text("credentialName").Length > 0
            ? first.Text("credentialName") == second.Text("credentialName")
            : Both(first, second, "serverCertificate") && Both(first, second, "privateKey");

    private static bool Both(YamlNode first, YamlNode second, string key) => first.Text(key).Length > 0 && first.Text(key) == second.Text(key);
}
