using IstioLab.Config.Analysis.Messages;
using IstioLab.Config.Kubernetes;
using IstioLab.Config.Yaml;

namespace IstioLab.Config.Analysis.Analyzers;

/// <summary>Gateways that select no pod, and ports that no Service of the gateway leads to (IST0101, IST0162).</summary>
internal sealed class GatewayPortAnalyzer : IAnalyzer
{
    public void Analyze(AnalysisContext context)
    {
        foreach (var gateway in context.Networking("Gateway"))
        {
            var selector = gateway.Root["spec"].Child("selector").ToTextMap();
            var pods = context.Workloads.Where(pod => selector.Selects(pod.Labels)).ToList();
            var place = Selectors.PathOf("spec.selector", selector);
            if (pods.Count == 0)
            {
                context.Report(MessageKinds.ReferencedResourceNotFound, gateway, place, "selector", selector.Print());
                continue;
            }

            var ports = pods.SelectMany(pod => PortsOf(context, pod)).ToHashSet();
            foreach (var server in gateway.Root["spec"].Items("servers").Where(server => server.Has("port")))
            {
                var number = server["port"].Integer("number");
                if (!ports.Contains(number))
                {
                    context.Report(MessageKinds.GatewayPortNotDefinedOnService, gateway, place, number, selector.Print());
                }
            }
        }
    }

    /// <summary>The ports of the Services of a pod, and the pod's own ports that they lead to.</summary>
    private static IEnumerable<int> PortsOf(AnalysisContext context, ConfigObject pod)
    {
        foreach (var service in context.Of("", "Service").Where(item => item.Id.Namespace == pod.Id.Namespace))
        {
            var spec = service.Root["spec"];
            if (!spec.Child("selector").ToTextMap().Selects(pod.Labels))
            {
                continue;
            }

            foreach (var port in spec.Items("ports").Where(port => port.Text("protocol") is "" or "TCP"))
            {
                yield return port.Integer("port");
                if (port.Integer("targetPort") is var target and not 0)
                {
                    yield return target;
                }
            }
        }
    }
}
