using IstioLab.Config.Analysis.Messages;
using IstioLab.Config.Kubernetes;
using IstioLab.Config.Yaml;

namespace IstioLab.Config.Analysis.Analyzers;

/// <summary>Destinations that are no service, or no port of it (IST0101, IST0112).</summary>
internal sealed class DestinationHostAnalyzer : IAnalyzer
{
    public void Analyze(AnalysisContext context)
    {
        var hosts = new ServiceHosts(context);
        foreach (var item in context.Networking("VirtualService"))
        {
            var spec = item.Root["spec"];
            foreach (var destination in RouteDestination.Of(spec))
            {
                var host = destination.Node.Text("host");
                if (hosts.Find(item.Id.Namespace, spec.Texts("exportTo"), host) is { } service)
                {
                    CheckPort(context, item, destination, host, service);
                }
                else
                {
                    context.Report(
                        MessageKinds.ReferencedResourceNotFound, item, $"{destination.Path}.host", destination.IsMirror ? "mirror host" : "host", host);
                }
            }
        }
    }

    private static void CheckPort(AnalysisContext context, ConfigObject item, RouteDestination destination, string host, FoundService service)
    {
        if (!destination.Node.Has("port"))
        {
            if (service.Ports.Length > 1)
            {
                context.Report(
                    MessageKinds.VirtualServiceDestinationPortSelectorRequired, item, $"{destination.Path}.host", host, string.Join(", ", service.Ports));
            }

            return;
        }

        var port = destination.Node.Child("port").Integer("number");
        if (!service.Ports.Contains(port))
        {
            context.Report(MessageKinds.ReferencedResourceNotFound, item, $"{destination.Path}.host", "host:port", $"{host}:{port}");
        }
    }
}
