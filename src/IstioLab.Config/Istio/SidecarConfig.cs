using System.Collections.Frozen;
using System.Collections.Immutable;
using IstioLab.Config.Kubernetes;
using IstioLab.Config.Snapshots;
using IstioLab.Config.Yaml;

namespace IstioLab.Config.Istio;

/// <summary>A Sidecar as written.</summary>
internal sealed record SidecarConfig
{
    public required ConfigObject Source { get; init; }

    /// <summary>The labels of pods; <see langword="null"/> for all pods of the namespace.</summary>
    public FrozenDictionary<string, string>? Selector { get; init; }

    public ImmutableArray<SidecarListener> Egress { get; init; } = [];

    public ImmutableArray<SidecarIngress> Ingress { get; init; } = [];

    /// <summary>The policy; <see langword="null"/> for the mesh's. A block without mode means REGISTRY_ONLY.</summary>
    public OutboundPolicyMode? OutboundPolicy { get; init; }

    /// <summary>Where traffic to unknown hosts goes instead of where it was going; <see langword="null"/> for the latter.</summary>
    public Destination? EgressProxy { get; init; }

    public static SidecarConfig Read(ConfigObject source)
    {
        var spec = source.Root["spec"];
        var selector = spec.Child("workloadSelector");
        var policy = spec.Child("outboundTrafficPolicy");
        return new SidecarConfig
        {
            Source = source,
            Selector = selector is YamlMapping ? selector["labels"].ToTextMap() : null,
            Egress = [.. spec.Items("egress").Select(ReadEgress)],
            Ingress = [.. spec.Items("ingress").Select(node => new SidecarIngress(
                node["port"].Integer("number"), node["port"].Text("protocol"), node.Text("defaultEndpoint"), node.Text("bind"), ServerTlsReader.Read(node["tls"])))],
            OutboundPolicy = policy is not YamlMapping ? null
                : policy.Text("mode") == "ALLOW_ANY" ? OutboundPolicyMode.AllowAny
                : OutboundPolicyMode.RegistryOnly,
            EgressProxy = ReadDestination(policy.Child("egressProxy")),
        };
    }

    /// <summary>A host as written: Istio makes no full name of a short one here.</summary>
    private static Destination? ReadDestination(YamlNode? node) => node.Text("host") is { Length: > 0 } host
        ? new Destination(host, node.Text("subset"), (int?)node.Child("port").OptionalLong("number"))
        : null;

    private static SidecarListener ReadEgress(YamlNode node) => new()
    {
        Port = node["port"] is YamlMapping port ? port.Integer("number") : null,
        Protocol = node["port"].Text("protocol"),
        Bind = node.Text("bind"),
        CaptureMode = node.Text("captureMode"),
        Hosts = node.Texts("hosts"),
    };
}
