using System.Text.Json.Nodes;

namespace IstioLab.Labs.Proxies.Envoy;

/// <summary>What a real istiod says of its proxies: which version of each kind of configuration it sent, and which came back acknowledged.</summary>
internal static class SyncStates
{
    private static readonly string[] s_kinds = ["cluster", "listener", "endpoint", "route"];

    /// <summary>Whether an entry is of a real istiod.</summary>
    public static bool IsReal(JsonObject entry) => entry.ContainsKey("istio_version") || s_kinds.Any(kind => entry.ContainsKey($"{kind}_sent"));

    /// <summary>Whether all that was sent is acknowledged. A gateway without routes is sent none, which is well.</summary>
    public static ProxyState Of(JsonObject entry)
    {
        var pairs = s_kinds.Select(kind => (Sent: entry.Text($"{kind}_sent"), Acknowledged: entry.Text($"{kind}_acked"))).ToList();
        return pairs.All(pair => string.IsNullOrEmpty(pair.Sent)) ? ProxyState.NotConnected
            : pairs.All(pair => string.IsNullOrEmpty(pair.Sent) || pair.Sent == pair.Acknowledged) ? ProxyState.Synced
            : ProxyState.Stale;
    }
}
