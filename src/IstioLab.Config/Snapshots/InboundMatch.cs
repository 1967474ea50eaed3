using System.Collections.Immutable;

namespace IstioLab.Config.Snapshots;

/// <summary>What an inbound chain takes, whatever the port.</summary>
/// <param name="Tls">Whether connections must or must not begin with TLS.</param>
/// <param name="ApplicationProtocols">Names of protocols of which the connection must have one; empty for any.</param>
/// <param name="IsHttp">Whether the chain reads HTTP.</param>
/// <param name="EndsTls">Whether the chain ends TLS.</param>
internal sealed record InboundMatch(TlsExpectation Tls, ImmutableArray<string> ApplicationProtocols, bool IsHttp, bool EndsTls = false)
{
    public InboundChain ToChain(string name, string cluster, string virtualHost, ServerTls? custom = null) => new()
    {
        Name = name,
        Cluster = cluster,
        Tls = Tls,
        ApplicationProtocols = ApplicationProtocols,
        Termination = !EndsTls ? InboundTermination.None : custom is null ? InboundTermination.IstioMutual : InboundTermination.Custom,
        CustomTls = custom,
        VirtualHost = IsHttp ? virtualHost : null,
    };
}
