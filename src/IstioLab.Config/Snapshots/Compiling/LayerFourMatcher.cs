using IstioLab.Config.Istio;

namespace IstioLab.Config.Snapshots.Compiling;

/// <summary>Decides the static parts of tls and tcp matches; unlike in http, all of them count.</summary>
internal static class LayerFourMatcher
{
    public static bool Fits(LayerFourMatch match, ProxyIdentity proxy, IReadOnlySet<string> gateways, int port) =>
        (match.Gateways.IsEmpty || match.Gateways.Any(gateways.Contains))
        && (match.Port == 0 || match.Port == port)
        && StaticMatch.FindSourceFailure(match.SourceLabels, match.SourceNamespace, proxy) is null;
}
