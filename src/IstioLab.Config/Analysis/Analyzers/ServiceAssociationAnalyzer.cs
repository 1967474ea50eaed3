using System.Collections.Frozen;
using IstioLab.Config.Analysis.Messages;
using IstioLab.Config.Kubernetes;
using IstioLab.Config.Yaml;

namespace IstioLab.Config.Analysis.Analyzers;

/// <summary>Services of one Deployment that contradict each other (IST0116, IST0137).</summary>
internal sealed class ServiceAssociationAnalyzer : IAnalyzer
{
    public void Analyze(AnalysisContext context)
    {
        foreach (var deployment in context.Of("apps", "Deployment").Where(item => item.Labels.GetValueOrDefault("gateway.istio.io/managed") != "istio.io-mesh-controller"))
        {
            var template = deployment.Root["spec"].Child("template");
            var labels = template.Child("metadata").Child("labels").ToTextMap();
            if (!IsInMesh(context, deployment, template, labels))
            {
                continue;
            }

            var ports = context.Of("", "Service")
                .Where(service => service.Id.Namespace == deployment.Id.Namespace && Takes(service, labels))
                .SelectMany(service => service.Root["spec"].Items("ports").Select(port => new Exposed(Name(service), port)))
                .ToList();
            CheckProtocols(context, deployment, ports);
            CheckTargets(context, deployment, ports);
        }
    }

    private static bool IsInMesh(AnalysisContext context, ConfigObject deployment, YamlNode? template, FrozenDictionary<string, string> labels) =>
        template is not null && InMesh.Contains(context, new ConfigObject
        {
            Id = deployment.Id,
            Version = "v1",
            Labels = labels,
            Annotations = template.Child("metadata").Child("annotations").ToTextMap(),
            Root = template,
        });

    private static bool Takes(ConfigObject service, FrozenDictionary<string, string> labels) =>
        service.Root["spec"].Child("selector").ToTextMap() is { Count: > 0 } selector && selector.Selects(labels);

    private static string Name(ConfigObject service) => $"{service.Id.Namespace}/{service.Id.Name}";

    private static void CheckProtocols(AnalysisContext context, ConfigObject deployment, List<Exposed> ports)
    {
        foreach (var port in ports.GroupBy(item => item.Port.Integer("port")).OrderBy(group => group.Key))
        {
            if (port.Select(item => item.Protocol).Distinct().Count() > 1)
            {
                context.Report(
                    MessageKinds.DeploymentAssociatedToMultipleServices, deployment, "metadata.name", deployment.Id.Name, port.Key, Names(port));
            }
        }
    }

    private static void CheckTargets(AnalysisContext context, ConfigObject deployment, List<Exposed> ports)
    {
        foreach (var target in ports.GroupBy(item => item.Target).OrderBy(group => group.Key, StringComparer.Ordinal))
        {
            var numbers = target.Select(item => item.Port.Integer("port")).Distinct().Order().ToList();
            if (numbers.Count > 1)
            {
                context.Report(
                    MessageKinds.DeploymentConflictingPorts, deployment, "metadata.name", deployment.Id.Name, Names(target), target.Key, string.Join(", ", numbers));
            }
        }
    }

    private static string Names(IEnumerable<Exposed> ports) => string.Join(", ", ports.Select(item => item.Service).Distinct().Order(StringComparer.Ordinal));

    private sealed record Exposed(string Service, YamlNode Port)
    {
        public string Protocol => Port.Text("protocol") is { Length: > 0 } own ? own : "TCP";

        public string Target => Port.Text("targetPort") is { Length: > 0 } own and not "0" ? own : Port.Text("port");
    }
}
