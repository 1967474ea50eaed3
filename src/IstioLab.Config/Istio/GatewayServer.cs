using System.Collections.Immutable;
using IstioLab.Config.Routing;
using IstioLab.Config.Snapshots;

namespace IstioLab.Config.Istio;

/// <summary>A server of a Gateway as written.</summary>
internal sealed record GatewayServer
{
    public required int Port { get; init; }

    public required string Protocol { get; init; }

    public string PortName { get; init; } = "";

    public string Name { get; init; } = "";

    public string Bind { get; init; } = "";

    public ImmutableArray<string> Hosts { get; init; } = [];

    /// <summary>How TLS is ended; <see langword="null"/> when there is no tls block.</summary>
    public ServerTls? Tls { get; init; }

    public bool HttpsRedirect { get; init; }

    /// <summary>The TLS mode; empty when there is no tls block.</summary>
    public string TlsMode => Tls?.Mode ?? "";

    public bool HasTls => Tls is not null;

    public required RuleReference Rule { get; init; }
}
