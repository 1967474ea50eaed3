namespace IstioLab.Cluster.Settings;

/// <summary>The proxy variables of this machine as a node of a k3d cluster gets them, so that it can pull images.</summary>
internal static class NodeProxy
{
    // k3s' own networks and names must not go through the proxy.
    private static readonly string[] s_direct =
        ["localhost", "127.0.0.1", "10.42.0.0/16", "10.43.0.0/16", ".svc", ".cluster.local", "host.k3d.internal"];

    private static readonly string[] s_names = ["HTTP_PROXY", "HTTPS_PROXY"];

    public static IReadOnlyDictionary<string, string> Of(Func<string, string?> variable)
    {
        Dictionary<string, string> found = new(StringComparer.Ordinal);
        foreach (var name in s_names)
        {
            if ((variable(name) ?? variable(name.ToLowerInvariant())) is { Length: > 0 } value)
            {
                found[name] = value;
            }
        }

        if (found.Count > 0)
        {
            var own = (variable("NO_PROXY") ?? variable("no_proxy") ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
            found["NO_PROXY"] = string.Join(',', own.Concat(s_direct).Distinct(StringComparer.OrdinalIgnoreCase));
        }

        return found;
    }
}
