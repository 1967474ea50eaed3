using IstioLab.Config.Discovery;
using IstioLab.Config.Istio;
using IstioLab.Config.Routing;

namespace IstioLab.Config.Snapshots.Compiling;

/// <summary>For whom and for which port a VirtualService is compiled.</summary>
internal sealed record RouteContext
{
    private string? gatewayKey;

    public required ProxyIdentity Proxy { get; init; }

    public required MeshSettings Settings { get; init; }

    /// <summary>The port of the listener, which a destination without port gets.</summary>
    public required int ListenerPort { get; init; }

    /// <summary>The gateways that the listener serves: <c>mesh</c>, or <c>namespace/name</c>.</summary>
    public required IReadOnlySet<string> Gateways { get; init; }

    /// <summary>The gateways as one text.</summary>
    public string GatewayKey => gatewayKey ??= string.Join(',', Gateways);

    /// <summary>Finds the service of a destination, if the listener's registry has it.</summary>
    public required Func<string, MeshService?> FindService { get; init; }

    /// <summary>Finds the same service as it is in the registry, whose identity tells whether it changed.</summary>
    public required Func<string, MeshService?> FindOriginal { get; init; }

    /// <summary>Finds the key of consistent hashing for a destination.</summary>
    public required Func<Destination, HashPolicy?> FindHash { get; init; }

    /// <summary>Whether the listener ends TLS.</summary>
    public bool IsTls { get; init; }
}
