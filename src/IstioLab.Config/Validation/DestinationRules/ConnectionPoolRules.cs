using IstioLab.Config.Validation.Checks;

namespace IstioLab.Config.Validation.DestinationRules;

/// <summary>Limits of connections and requests.</summary>
internal static class ConnectionPoolRules
{
    private static readonly (string Field, string Words)[] s_http =
    [
        ("http1MaxPendingRequests", "http1 max pending requests"),
        ("http2MaxRequests", "http2 max requests"),
        ("maxRequestsPerConnection", "max requests per connection"),
        ("maxRetries", "max retries"),
        ("maxConcurrentStreams", "max concurrent streams"),
    ];

    public static void Check(ValidationScope scope, ConfigValue pool)
    {
        if (!pool.Exists)
        {
            return;
        }

        var (http, tcp) = (pool["http"], pool["tcp"]);
        if (!http.Exists && !tcp.Exists)
        {
            scope.Error(pool, "connection pool must have at least one field");
            return;
        }

        foreach (var (field, words) in s_http)
        {
            NotNegative(scope, http[field], words);
        }

        DurationChecks.Check(scope, http["idleTimeout"]);
        if (http["h2UpgradePolicy"].Text == "UPGRADE" && http["useClientProtocol"].Flag)
        {
            scope.Error(http, "use client protocol must not be true when H2UpgradePolicy is UPGRADE");
        }

        NotNegative(scope, tcp["maxConnections"], "max connections");
        DurationChecks.Check(scope, tcp["connectTimeout"], tcp["maxConnectionDuration"]);
        if (!scope.Version.IsAtLeast(18))
        {
            return;
        }

        DurationChecks.Check(scope, tcp["tcpKeepalive"]["time"], tcp["tcpKeepalive"]["interval"]);

        // 0 switches the timeout off.
        if (GoDuration.TryParse(tcp["idleTimeout"].Text, out var idle) && idle / GoDuration.Millisecond != 0)
        {
            DurationChecks.Check(scope, tcp["idleTimeout"]);
        }
    }

    private static void NotNegative(ValidationScope scope, ConfigValue value, string words)
    {
        if (value.Whole < 0)
        {
            scope.Error(value, $"{words} must be non-negative");
        }
    }
}
