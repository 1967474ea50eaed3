using System.Globalization;
using IstioLab.Config.Routing;
using IstioLab.Config.Yaml;

namespace IstioLab.Config.Istio;

/// <summary>Reads the parts of a traffic policy.</summary>
internal static class PolicyReader
{
    public static LoadBalancerSettings? ReadLoadBalancer(YamlNode? node)
    {
        if (node is not YamlMapping)
        {
            return null;
        }

        var hash = node["consistentHash"];
        var warmup = node["warmup"];
        return new LoadBalancerSettings
        {
            Kind = hash is YamlMapping ? LoadBalancerKind.ConsistentHash : ReadKind(node.Text("simple")),
            Hash = ReadHash(hash),
            Algorithm = hash.Child("maglev") is YamlMapping ? HashAlgorithm.Maglev : HashAlgorithm.RingHash,
            MinimumRingSize = hash.Child("ringHash").OptionalLong("minimumRingSize")
                ?? hash.OptionalLong("minimumRingSize") ?? 1024,
            TableSize = hash.Child("maglev").OptionalLong("tableSize") ?? 65537,
            Locality = ReadLocality(node["localityLbSetting"]),
            Warmup = warmup.Duration("duration") ?? node.Duration("warmupDurationSecs") ?? TimeSpan.Zero,
            WarmupMinimumPercent = warmup.OptionalNumber("minimumPercent") ?? 10,
            WarmupAggression = warmup.OptionalNumber("aggression") ?? 1,
        };
    }

    public static LocalitySettings? ReadLocality(YamlNode? node) => node is not YamlMapping ? null : new LocalitySettings
    {
        Enabled = node.OptionalBoolean("enabled") ?? true,
        Distribute = [.. node.Items("distribute").Select(item => new LocalityShare(
            item.Text("from"),
            [.. item.Fields("to").Select(to => KeyValuePair.Create(
                to.Key, uint.TryParse(to.Value.AsText(), CultureInfo.InvariantCulture, out var share) ? share : 0))]))],
        Failover = [.. node.Items("failover").Select(item => new LocalityFailover(item.Text("from"), item.Text("to")))],
        FailoverPriority = node.Texts("failoverPriority"),
    };

    public static ConnectionPoolSettings? ReadConnectionPool(YamlNode? node)
    {
        if (node is not YamlMapping)
        {
            return null;
        }

        var tcp = node["tcp"];
        var http = node["http"];
        return new ConnectionPoolSettings
        {
            MaxConnections = tcp.Integer("maxConnections"),
            ConnectTimeout = tcp.Duration("connectTimeout"),
            TcpIdleTimeout = tcp.Duration("idleTimeout"),
            MaxConnectionDuration = tcp.Duration("maxConnectionDuration"),
            Http1MaxPendingRequests = http.Integer("http1MaxPendingRequests"),
            Http2MaxRequests = http.Integer("http2MaxRequests"),
            MaxRequestsPerConnection = http.Integer("maxRequestsPerConnection"),
            MaxRetries = http.Integer("maxRetries"),
            IdleTimeout = http.Duration("idleTimeout"),
            UpgradeToHttp2 = http.Text("h2UpgradePolicy") switch { "UPGRADE" => true, "DO_NOT_UPGRADE" => false, _ => null },
            UseClientProtocol = http.Boolean("useClientProtocol"),
            MaxConcurrentStreams = http.Integer("maxConcurrentStreams"),
        };
    }

    public static OutlierDetectionSettings? ReadOutlierDetection(YamlNode? node)
    {
        if (node is not YamlMapping)
        {
            return null;
        }

        var ejection = node.Integer("maxEjectionPercent");
        return new OutlierDetectionSettings
        {
            Consecutive5xxErrors = (uint?)node.OptionalLong("consecutive5xxErrors")
                ?? (uint?)node.OptionalLong("consecutiveErrors") ?? 5,
            ConsecutiveGatewayErrors = (uint?)node.OptionalLong("consecutiveGatewayErrors"),
            SplitExternalLocalOriginErrors = node.Boolean("splitExternalLocalOriginErrors"),
            ConsecutiveLocalOriginFailures = (uint?)node.OptionalLong("consecutiveLocalOriginFailures") ?? 5,
            Interval = node.Duration("interval") ?? TimeSpan.FromSeconds(10),
            BaseEjectionTime = node.Duration("baseEjectionTime") ?? TimeSpan.FromSeconds(30),
            MaxEjectionPercent = ejection > 0 ? ejection : 10,
            MinHealthPercent = node.Integer("minHealthPercent"),
        };
    }

    public static ClientTlsSettings? ReadTls(YamlNode? node) => node is not YamlMapping ? null : new ClientTlsSettings
    {
        Mode = node.Text("mode") switch
        {
            "SIMPLE" => ClientTlsMode.Simple,
            "MUTUAL" => ClientTlsMode.Mutual,
            "ISTIO_MUTUAL" => ClientTlsMode.IstioMutual,
            _ => ClientTlsMode.Disable,
        },
        Sni = node.Text("sni"),
        SubjectAltNames = node.Texts("subjectAltNames"),
        ClientCertificate = node.Text("clientCertificate"),
        PrivateKey = node.Text("privateKey"),
        CaCertificates = node.Text("caCertificates"),
        CredentialName = node.Text("credentialName"),
        InsecureSkipVerify = node.Boolean("insecureSkipVerify"),
    };

    private static LoadBalancerKind ReadKind(string simple) => simple switch
    {
        "ROUND_ROBIN" => LoadBalancerKind.RoundRobin,
        "RANDOM" => LoadBalancerKind.Random,
        "PASSTHROUGH" => LoadBalancerKind.Passthrough,
        _ => LoadBalancerKind.LeastRequest,
    };

    private static HashPolicy? ReadHash(YamlNode? node)
    {
        if (node is not YamlMapping)
        {
            return null;
        }

        if (node.OptionalText("httpHeaderName") is { } header)
        {
            return new HashPolicy(HashSource.Header, header);
        }

        if (node["httpCookie"] is YamlMapping cookie)
        {
            return new HashPolicy(HashSource.Cookie, cookie.Text("name"), cookie.Text("path"), cookie.Duration("ttl"));
        }

        if (node.OptionalText("httpQueryParameterName") is { } parameter)
        {
            return new HashPolicy(HashSource.QueryParameter, parameter);
        }

        return node.Boolean("useSourceIp") ? new HashPolicy(HashSource.SourceAddress, "") : null;
    }
}
