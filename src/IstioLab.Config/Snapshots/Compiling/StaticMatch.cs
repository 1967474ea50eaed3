using System.Collections.Frozen;
using IstioLab.Config.Istio;

namespace IstioLab.Config.Snapshots.Compiling;

/// <summary>Decides the parts of a match that depend on the proxy and the listener alone.</summary>
internal static class StaticMatch
{
    /// <summary>Says why a match is left out, or nothing when it stays.</summary>
    public static string? FindFailure(HttpMatch? match, RouteContext context)
    {
        if (match is null)
        {
            return null;
        }

        if (match.Port != 0 && match.Port != context.ListenerPort)
        {
            return $"port is {context.ListenerPort}, the rule wants {match.Port}";
        }

        if (match.Gateways.Length > 0)
        {
            // With gateways given, Istio does not look at labels and namespace of the source.
            return match.Gateways.Any(context.Gateways.Contains)
                ? null
                : $"the proxy serves gateway '{string.Join(", ", context.Gateways)}', the rule wants '{string.Join(", ", match.Gateways)}'";
        }

        return FindSourceFailure(match.SourceLabels, match.SourceNamespace, context.Proxy);
    }

    public static string? FindSourceFailure(FrozenDictionary<string, string> labels, string space, ProxyIdentity proxy)
    {
        foreach (var (key, value) in labels)
        {
            var actual = proxy.Labels.GetValueOrDefault(key);
            if (actual != value)
            {
                return actual is null
                    ? $"the client has no label '{key}', the rule wants '{value}'"
                    : $"the client's label '{key}' is '{actual}', the rule wants '{value}'";
            }
        }

        return space.Length > 0 && space != proxy.Namespace
            ? $"the client is in namespace '{proxy.Namespace}', the rule wants '{space}'"
            : null;
    }
}
