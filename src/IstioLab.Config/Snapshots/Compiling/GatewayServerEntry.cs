using System.Collections.Immutable;
using IstioLab.Config.Discovery;
using IstioLab.Config.Istio;

namespace IstioLab.Config.Snapshots.Compiling;

/// <summary>A server of a Gateway on the port where the gateway's pod listens.</summary>
internal sealed record GatewayServerEntry(
    GatewayServer Server,
    GatewayConfig Gateway,
    int Port,
    string RouteName,
    ImmutableArray<string> Hosts)
{
    public ServiceProtocol Protocol => ServiceProtocols.Parse(Server.Protocol);

    public bool PassesTls => Server.HasTls && Server.TlsMode is "PASSTHROUGH" or "AUTO_PASSTHROUGH";

    /// <summary>Whether the server ends TLS or passes it on; <c>httpsRedirect</c> on plain HTTP does neither.</summary>
    public bool IsTlsServer => Server.HasTls && !Protocol.IsHttp();

    public bool EndsHttps => Protocol == ServiceProtocol.Https && Server.HasTls && !PassesTls;

    /// <summary>The names without namespaces, for TLS.</summary>
    public ImmutableArray<string> ServerNames =>
    [
        .. Hosts.Select(host => host[(host.IndexOf('/', StringComparison.Ordinal) + 1)..])
            .Distinct(StringComparer.Ordinal)
            .Order(StringComparer.Ordinal),
    ];
}
