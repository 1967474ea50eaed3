using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using IstioLab.Config.Istio;
using IstioLab.Config.Kubernetes;

namespace IstioLab.Config.Discovery;

/// <summary>
/// Typed views of a state's objects, each built when it is first asked for. A new state takes over the views whose kinds did not change.
/// </summary>
internal sealed class MeshTables
{
    public const string VirtualService = "VirtualService";

    private const int ManyObjects = 64;

    private static readonly ConditionalWeakTable<ConfigObject, object> Parsed = [];

    private readonly Lazy<ServiceTable> services;
    private readonly Lazy<EndpointTable> endpoints;
    private readonly Lazy<VirtualServiceTable> virtualServices;
    private readonly Lazy<DestinationRuleTable> destinationRules;
    private readonly Lazy<SidecarTable> sidecars;
    private readonly Lazy<ImmutableArray<GatewayConfig>> gateways;
    private readonly Lazy<ImmutableArray<PeerAuthentication>> peerAuthentications;

    /// <summary>Reads a state's objects.</summary>
    /// <param name="objects">The objects.</param>
    /// <param name="settings">The mesh's settings.</param>
    /// <param name="previous">The tables of the state before; none where the settings changed too.</param>
    /// <param name="changed">The kinds of which an object changed since.</param>
    /// <param name="replaced">The VirtualServices that came or changed since; none where some went.</param>
    public MeshTables(
        KindIndex objects, MeshSettings settings, MeshTables? previous, IReadOnlySet<string> changed, IReadOnlyList<ConfigObject>? replaced = null)
    {
        var domain = settings.ClusterDomain;
        services = Keep(previous?.services, changed, ["Service", "ServiceEntry"]) ?? new(() => new ServiceTable(
            objects.Of("Service").Select(item => Parse(item, domain, KubernetesServiceReader.Read))
                .Concat(objects.Of("ServiceEntry").SelectMany(item => Parse(item, domain, (entry, _) => ServiceEntryReader.Read(entry)))),
            settings));
        endpoints = Keep(previous?.endpoints, changed, ["EndpointSlice", "Pod", "Node", "WorkloadEntry"]) ?? new(() => new EndpointTable(
            objects.Of("EndpointSlice").Concat(objects.Of("Pod")).Concat(objects.Of("Node")).Concat(objects.Of("WorkloadEntry"))));
        var last = replaced is not null && previous?.virtualServices is { IsValueCreated: true } known ? known.Value : null;
        virtualServices = Keep(previous?.virtualServices, changed, [VirtualService]) ?? new(() =>
            last?.TryReplace([.. replaced!.Select(item => ReadVirtualService(item, domain))])
            ?? new VirtualServiceTable(ReadVirtualServices([.. objects.Of(VirtualService)], domain), settings));
        destinationRules = Keep(previous?.destinationRules, changed, ["DestinationRule"]) ?? new(() => new DestinationRuleTable(
            objects.Of("DestinationRule").Select(item => Parse(item, domain, DestinationRuleReader.Read)), settings));
        sidecars = Keep(previous?.sidecars, changed, ["Sidecar"]) ?? new(() => new SidecarTable(
            objects.Of("Sidecar").Select(item => Parse(item, domain, (source, _) => SidecarConfig.Read(source))), settings));
        gateways = Keep(previous?.gateways, changed, ["Gateway"]) ?? new(() =>
            [.. objects.Of("Gateway").Select(item => Parse(item, domain, (source, _) => GatewayConfig.Read(source)))]);
        peerAuthentications = Keep(previous?.peerAuthentications, changed, ["PeerAuthentication"]) ?? new(() =>
            [.. objects.Of("PeerAuthentication").Select(item => Parse(item, domain, (source, _) => PeerAuthentication.Read(source)))]);
    }

    public ServiceTable Services => services.Value;

    public EndpointTable Endpoints => endpoints.Value;

    public VirtualServiceTable VirtualServices => virtualServices.Value;

    public DestinationRuleTable DestinationRules => destinationRules.Value;

    public SidecarTable Sidecars => sidecars.Value;

    /// <summary>Whether what a sidecar sees depends on its pod's labels.</summary>
    public bool AsksForLabels => VirtualServices.AsksForLabels || DestinationRules.AsksForLabels;

    public ImmutableArray<GatewayConfig> Gateways => gateways.Value;

    public ImmutableArray<PeerAuthentication> PeerAuthentications => peerAuthentications.Value;

    /// <summary>Whether at most VirtualServices are other ones than in some other tables.</summary>
    public bool IsLike(MeshTables other) =>
        ReferenceEquals(services, other.services)
        && ReferenceEquals(endpoints, other.endpoints)
        && ReferenceEquals(destinationRules, other.destinationRules)
        && ReferenceEquals(sidecars, other.sidecars)
        && ReferenceEquals(gateways, other.gateways)
        && ReferenceEquals(peerAuthentications, other.peerAuthentications);

    /// <summary>The first reading of a large mesh uses all processors; after a change nearly all objects are read already.</summary>
    private static IEnumerable<VirtualService> ReadVirtualServices(ImmutableArray<ConfigObject> objects, string domain) =>
        objects.Length > ManyObjects && !Parsed.TryGetValue(objects[0], out _)
            ? objects.AsParallel().AsOrdered().Select(item => ReadVirtualService(item, domain))
            : objects.Select(item => ReadVirtualService(item, domain));

    private static VirtualService ReadVirtualService(ConfigObject item, string domain) =>
        Parse(item, domain, static (source, name) => new VirtualServiceReader(source, name).Read());

    private static Lazy<T>? Keep<T>(Lazy<T>? previous, IReadOnlySet<string> changed, ReadOnlySpan<string> kinds)
    {
        foreach (var kind in kinds)
        {
            if (changed.Contains(kind))
            {
                return null;
            }
        }

        return previous;
    }

    /// <summary>Reads each object once: the result hangs on the object's identity.</summary>
    private static T Parse<T>(ConfigObject item, string domain, Func<ConfigObject, string, T> read)
    {
        if (Parsed.TryGetValue(item, out var cached) && cached is ParsedObject<T> parsed && parsed.Domain == domain)
        {
            return parsed.Value;
        }

        var value = read(item, domain);
        Parsed.AddOrUpdate(item, new ParsedObject<T>(domain, value));
        return value;
    }

    private sealed record ParsedObject<T>(string Domain, T Value);
}
