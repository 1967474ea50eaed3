namespace IstioLab.Config.Validation.Security;

/// <summary>The keys of conditions. See https://istio.io/latest/docs/reference/config/security/conditions/</summary>
internal static class ConditionKeys
{
    public static string? Error(string key, ConfigValue values)
    {
        var texts = values.Texts;
        if (PolicyChecks.NotEmpty(key, texts) is { } empty)
        {
            return empty;
        }

        if (StartsWith(key, "request.headers") || StartsWith(key, "request.auth.claims"))
        {
            return MapKey(key);
        }

        return key switch
        {
            "source.ip" or "remote.ip" or "destination.ip" => First(texts, PolicyChecks.AddressError),
            "source.serviceAccount" => PolicyChecks.ServiceAccounts(key, texts),
            "source.trustDomain" => PolicyChecks.Wildcards(key, texts),
            "destination.port" => First(texts, PolicyChecks.PortError),
            "source.namespace" or "source.principal" or "request.auth.principal" or "request.auth.audiences" or "request.auth.presenter"
                or "connection.sni" => null,
            "destination.namespace" => $"attribute {key} is replaced by the metadata.namespace",
            "destination.name" or "destination.user" => $"deprecated attribute {key}: only supported in v1alpha1",
            _ when StartsWith(key, "experimental.envoy.filters.") => MapKey(key),
            _ when StartsWith(key, "destination.labels") => $"attribute {key} is replaced by the workload selector",
            _ => $"unknown attribute: {key}",
        };
    }

    private static bool StartsWith(string key, string prefix) => key.StartsWith(prefix, StringComparison.Ordinal);

    private static string? First(IEnumerable<string> texts, Func<string, string?> check) =>
        texts.Select(check).FirstOrDefault(static error => error is not null);

    private static string? MapKey(string key)
    {
        var open = key.IndexOf('[', StringComparison.Ordinal);
        return key.EndsWith(']') && open > 0 && open < key.Length - 2 ? null : $"bad key ({key}): should have format a[b]";
    }
}
