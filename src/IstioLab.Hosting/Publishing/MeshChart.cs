using System.Text.Json.Nodes;
using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Kubernetes;
using Aspire.Hosting.Kubernetes.Resources;
using IstioLab.Config.Kubernetes;
using IstioLab.Config.Yaml;
using IstioLab.Hosting.Mirroring;
using IstioLab.Hosting.Sidecars;

namespace IstioLab.Hosting.Publishing;

/// <summary>
/// Writes into a service's part of a Helm chart what makes it a workload of the mesh: the labels, the Service of all versions, and the
/// VirtualServices and DestinationRules of the cluster's manifests that are about it.
/// </summary>
internal static class MeshChart
{
    private static readonly string[] s_kinds = ["VirtualService", "DestinationRule"];

    /// <summary>Adds it to the chart that is published.</summary>
    public static void Add(IDistributedApplicationBuilder builder, IComputeResource resource, SidecarAnnotation sidecar) =>
        builder.CreateResourceBuilder(resource).PublishAsKubernetesService(part => Fill(part, resource, sidecar, builder.Resources));

    private static void Fill(KubernetesResource part, IComputeResource resource, SidecarAnnotation sidecar, IResourceCollection resources)
    {
        if (part.Workload?.PodTemplate.Metadata.Labels is { } labels)
        {
            labels["app"] = sidecar.App;
            labels["version"] = sidecar.Version;
            labels["sidecar.istio.io/inject"] = "true";
        }

        var first = resources.FirstOrDefault(other => other.Annotations.OfType<SidecarAnnotation>().Any(entry => entry.App == sidecar.App && entry.Cluster == sidecar.Cluster));
        if (first != (IResource)resource)
        {
            return;
        }

        part.AdditionalResources.Add(ServiceOf(sidecar, part.Service));
        var versions = resources.SelectMany(other => other.Annotations.OfType<SidecarAnnotation>())
            .Where(entry => entry.App == sidecar.App && entry.Cluster == sidecar.Cluster)
            .Select(entry => entry.Version)
            .Distinct(StringComparer.Ordinal);
        var rules = sidecar.Cluster.Annotations.OfType<ManifestAnnotation>().SelectMany(manifest => manifest.Objects)
            .Where(found => IsAbout(found, sidecar))
            .GroupBy(rule => rule.Id)
            .Select(same => ManifestOf(YamlJson.ToJson(same.Last().Root)!.AsObject()))
            .ToList();
        if (rules.All(rule => rule.Kind != "DestinationRule"))
        {
            rules.Add(ManifestOf(MeshObjects.DestinationRule(sidecar.App, sidecar.Namespace, versions)));
        }

        part.AdditionalResources.AddRange(rules);
    }

    private static Service ServiceOf(SidecarAnnotation sidecar, Service? own)
    {
        var service = new Service { Metadata = { Name = sidecar.App, Labels = { ["app"] = sidecar.App } } };
        service.Spec.Selector["app"] = sidecar.App;
        service.Spec.Ports.Add(new ServicePortV1
        {
            Name = "http",
            Port = MeshObjects.ServicePort,
            Protocol = "TCP",
            TargetPort = own?.Spec.Ports.FirstOrDefault(port => port.Name == sidecar.Endpoint.EndpointName)?.TargetPort ?? 8080,
        });
        return service;
    }

    /// <summary>A chart has one file per name, so a rule's name ends with its kind.</summary>
    private static IstioManifest ManifestOf(JsonObject rule)
    {
        var kind = (string)rule["kind"]!;
        return new IstioManifest((string)rule["apiVersion"]!, kind)
        {
            Metadata = { Name = $"{(string)rule["metadata"]!["name"]!}-{kind.ToLowerInvariant()}" },
            Spec = PlainValue.Of(rule["spec"]),
        };
    }

    private static bool IsAbout(ConfigObject rule, SidecarAnnotation sidecar)
    {
        if (!s_kinds.Contains(rule.Id.Kind) || rule.Id.Namespace != sidecar.Namespace)
        {
            return false;
        }

        var spec = YamlJson.ToJson(rule.Root)!["spec"];
        var hosts = rule.Id.Kind == "VirtualService" ? spec?["hosts"]?.AsArray().Select(host => (string?)host) ?? [] : [(string?)spec?["host"]];
        return hosts.Any(host => host?.Split('.')[0] == sidecar.App);
    }
}
