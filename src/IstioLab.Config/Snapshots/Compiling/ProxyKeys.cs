namespace IstioLab.Config.Snapshots.Compiling;

/// <summary>Texts that are equal for proxies with equal properties.</summary>
internal static class ProxyKeys
{
    public static string Labels(ProxyIdentity proxy) => string.Join(
        ',',
        proxy.Labels.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => $"{pair.Key}={pair.Value}"));
}
