using System.Collections.Immutable;
using IstioLab.Config.Kubernetes;
using IstioLab.Config.Yaml;

namespace IstioLab.Config.Discovery;

/// <summary>Makes mesh services of Kubernetes Services.</summary>
internal static class KubernetesServiceReader
{
    public static MeshService Read(ConfigObject source, string domain)
    {
        var spec = source.Root["spec"];
        var external = spec.Text("type") == "ExternalName" ? spec.Text("externalName") : "";
        var address = spec.Text("clusterIP");
        var resolution = address == "None" ? ServiceResolution.Passthrough
            : external.Length > 0 ? ServiceResolution.Alias
            : ServiceResolution.ClientSideLoadBalancing;
        var addresses = spec.Texts("clusterIPs");
        return new MeshService
        {
            Hostname = $"{source.Id.Name}.{source.Id.Namespace}.svc.{domain}",
            Name = source.Id.Name,
            Namespace = source.Id.Namespace,
            Ports = [.. spec.Items("ports").Select(ReadPort)],
            Addresses = address is "None" or "" ? [] : addresses.Length > 1 ? addresses : [address],
            Resolution = resolution,
            IsExternal = external.Length > 0,
            IsKubernetes = true,
            ExternalName = external,
            ExportTo = ReadExportTo(source),
            Labels = source.Labels,
            Selector = spec.Child("selector").ToTextMap(),
            CreationTime = source.CreationTime,
            Source = source,
        };
    }

    private static ServicePort ReadPort(YamlNode node)
    {
        var number = node.Integer("port");
        var target = node.Text("targetPort");
        return new ServicePort(
            number,
            node.Text("name"),
            ServiceProtocols.OfPort(number, node.Text("name"), node.Text("protocol"), node.OptionalText("appProtocol")),
            target.Length == 0 ? node.Text("port") : target);
    }

    private static ImmutableArray<string> ReadExportTo(ConfigObject source) =>
        source.Annotations.TryGetValue("networking.istio.io/exportTo", out var text) && text.Length > 0
            ? [.. text.Split(',', StringSplitOptions.TrimEntries)]
            : [];
}
