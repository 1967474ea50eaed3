using IstioLab.Config.Discovery;
using IstioLab.Config.Istio;

namespace IstioLab.Proxy.Tls;

/// <summary>TLS that a proxy begins towards an upstream: the DestinationRule's settings, and what follows for one host.</summary>
/// <param name="Settings">The DestinationRule's <c>tls</c>.</param>
/// <param name="ServerName">The name to ask for; empty for none.</param>
/// <param name="ChecksServer">Whether the server is checked against the machine's authorities when the rule names none; since 1.21.</param>
/// <param name="ChecksName">Whether the certificate must be for the name asked for.</param>
internal sealed record UpstreamTls(ClientTlsSettings Settings, string ServerName, bool ChecksServer, bool ChecksName)
{
    /// <summary>Null when the connection stays plaintext.</summary>
    /// <param name="settings">The DestinationRule's <c>tls</c>; null for none.</param>
    /// <param name="authority">The request's host with its port; empty for what is no HTTP.</param>
    /// <param name="release">The release whose defaults hold.</param>
    public static UpstreamTls? Of(ClientTlsSettings? settings, string authority, IstioRelease release)
    {
        if (settings is null or { Mode: ClientTlsMode.Disable or ClientTlsMode.IstioMutual })
            return null;
        var isModern = release != IstioRelease.Istio117;
        var isAutomatic = settings.Sni.Length == 0 && isModern && authority.Length > 0;
        return new UpstreamTls(
            settings,
            isAutomatic ? WithoutPort(authority) : settings.Sni,
            isModern,
            isAutomatic && settings.SubjectAltNames.IsEmpty);
    }

    private static string WithoutPort(string authority)
    {
        var colon = authority.LastIndexOf(':');
        return colon > authority.LastIndexOf(']') ? authority[..colon] : authority;
    }
}
