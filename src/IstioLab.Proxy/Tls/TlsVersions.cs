using System.Security.Authentication;

namespace IstioLab.Proxy.Tls;

/// <summary>Istio's names of TLS versions. Versions below 1.2 work only where the operating system still allows them.</summary>
internal static class TlsVersions
{
    // Envoy's default for servers.
    private const int LowestByDefault = 2;
    private const int Highest = 3;

#pragma warning disable SYSLIB0039, CA5397 // A Gateway may ask for old versions; the operating system has the last word.
    private static readonly SslProtocols[] s_protocols = [SslProtocols.Tls, SslProtocols.Tls11, SslProtocols.Tls12, SslProtocols.Tls13];
#pragma warning restore SYSLIB0039, CA5397

    public static SslProtocols Between(string lowest, string highest)
    {
        var protocols = SslProtocols.None;
        for (var minor = Minor(lowest) ?? LowestByDefault; minor <= (Minor(highest) ?? Highest); minor++)
            protocols |= s_protocols[minor];
        return protocols;
    }

    private static int? Minor(string name) => name switch
    {
        "TLSV1_0" => 0,
        "TLSV1_1" => 1,
        "TLSV1_2" => 2,
        "TLSV1_3" => 3,
        _ => null,
    };
}
