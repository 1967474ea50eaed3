using IstioLab.Config.Analysis.Messages;
using IstioLab.Config.Kubernetes;
using IstioLab.Config.Yaml;

namespace IstioLab.Config.Analysis.Analyzers;

/// <summary>Networks whose endpoints come from a registry that nobody knows (IST0126).</summary>
internal sealed class MeshNetworksAnalyzer : IAnalyzer
{
    public void Analyze(AnalysisContext context)
    {
        var settings = context.Find("", "ConfigMap", "istio-system", "istio");
        if (settings is null)
        {
            return;
        }

        string[] known =
        [
            "Mock", "Kubernetes", "External",
            .. context.Of("", "Secret")
                .Where(secret => secret.Labels.GetValueOrDefault("istio/multiCluster") == "true")
                .SelectMany(secret => secret.Root.Fields("data").Concat(secret.Root.Fields("stringData")).Select(field => field.Key)),
        ];
        // Istio names the settings as an object of their own.
        var subject = new ConfigObject
        {
            Id = new ObjectId("", "MeshNetworks", settings.Id.Namespace, "meshnetworks"),
            Version = "v1alpha1",
            Annotations = settings.Annotations,
            Root = settings.Root,
        };
        var networks = YamlDocumentReader.Read(settings.Root["data"].Text("meshNetworks")).Documents.FirstOrDefault()?.Root;
        foreach (var network in networks.Fields("networks"))
        {
            foreach (var registry in network.Value.Items("endpoints").Select(item => item.Text("fromRegistry")).Where(name => name.Length > 0 && !known.Contains(name)))
            {
                context.Report(MessageKinds.UnknownMeshNetworksServiceRegistry, subject, "data.meshNetworks", registry, network.Key);
            }
        }
    }
}
