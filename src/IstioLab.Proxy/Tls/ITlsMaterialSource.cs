using IstioLab.Config.Istio;
using IstioLab.Config.Snapshots;

namespace IstioLab.Proxy.Tls;

/// <summary>Where a proxy's certificates and keys come from. Asked for each connection, so that a new certificate holds from the next one on.</summary>
public interface ITlsMaterialSource
{
    /// <summary>What a server shows, and whose clients it trusts.</summary>
    TlsMaterial Find(ServerTls tls);

    /// <summary>What a client shows, and whose servers it trusts.</summary>
    TlsMaterial Find(ClientTlsSettings tls);
}
