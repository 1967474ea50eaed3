using IstioLab.Config.Analysis.Messages;
using IstioLab.Config.Discovery;
using IstioLab.Config.Yaml;

namespace IstioLab.Config.Analysis.Analyzers;

/// <summary>Service ports whose name does not tell the protocol (IST0118, IST0150).</summary>
internal sealed class PortNameAnalyzer : IAnalyzer
{
    private static readonly string[] s_managed = ["istio.io-gateway-controller", "istio.io-mesh-controller", "istio.io-eastwest-controller"];

    public void Analyze(AnalysisContext context)
    {
        foreach (var service in context.Of("", "Service").Where(item =>
            !InMesh.IsControlPlane(item) && !s_managed.Contains(item.Labels.GetValueOrDefault("gateway.istio.io/managed"))))
        {
            var spec = service.Root["spec"];
            var isExternal = spec.Text("type") == "ExternalName";
            var ports = spec.Items("ports");
            for (var index = 0; index < ports.Length; index++)
            {
                var port = ports[index];
                var name = port.Text("name");
                var protocol = ServiceProtocols.OfPort(port.Integer("port"), name, port.Text("protocol"), port.OptionalText("appProtocol"));
                if (protocol != ServiceProtocol.Unsupported && !(isExternal && name == "tcp"))
                {
                    continue;
                }

                var kind = isExternal ? MessageKinds.ExternalNameServiceTypeInvalidPortName : MessageKinds.PortNameIsNotUnderNamingConvention;
                var target = port.Text("targetPort") is { Length: > 0 } own ? own : port.Text("port");
                context.Report(kind, service, $"spec.ports[{index}]", name, port.Text("port"), target);
            }
        }
    }
}
