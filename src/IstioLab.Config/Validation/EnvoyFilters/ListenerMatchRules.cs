using System.Collections.Frozen;
using IstioLab.Config.Validation.Checks;

namespace IstioLab.Config.Validation.EnvoyFilters;

/// <summary>The filter that a listener match names.</summary>
internal static class ListenerMatchRules
{
    private const string ConnectionManager = "envoy.filters.network.http_connection_manager";

    /// <summary>Envoy's names before 1.14, which still work.</summary>
    private static readonly FrozenDictionary<string, string> s_renamed = new Dictionary<string, string>
    {
        ["envoy.buffer"] = "envoy.filters.http.buffer",
        ["envoy.cors"] = "envoy.filters.http.cors",
        ["envoy.csrf"] = "envoy.filters.http.csrf",
        ["envoy.http_dynamo_filter"] = "envoy.filters.http.dynamo",
        ["envoy.ext_authz"] = "envoy.filters.http.ext_authz",
        ["envoy.fault"] = "envoy.filters.http.fault",
        ["envoy.grpc_http1_bridge"] = "envoy.filters.http.grpc_http1_bridge",
        ["envoy.grpc_json_transcoder"] = "envoy.filters.http.grpc_json_transcoder",
        ["envoy.grpc_web"] = "envoy.filters.http.grpc_web",
        ["envoy.gzip"] = "envoy.filters.http.gzip",
        ["envoy.health_check"] = "envoy.filters.http.health_check",
        ["envoy.ip_tagging"] = "envoy.filters.http.ip_tagging",
        ["envoy.lua"] = "envoy.filters.http.lua",
        ["envoy.rate_limit"] = "envoy.filters.http.ratelimit",
        ["envoy.router"] = "envoy.filters.http.router",
        ["envoy.squash"] = "envoy.filters.http.squash",
        ["envoy.listener.http_inspector"] = "envoy.filters.listener.http_inspector",
        ["envoy.listener.original_dst"] = "envoy.filters.listener.original_dst",
        ["envoy.listener.original_src"] = "envoy.filters.listener.original_src",
        ["envoy.listener.proxy_protocol"] = "envoy.filters.listener.proxy_protocol",
        ["envoy.listener.tls_inspector"] = "envoy.filters.listener.tls_inspector",
        ["envoy.client_ssl_auth"] = "envoy.filters.network.client_ssl_auth",
        ["envoy.http_connection_manager"] = ConnectionManager,
        ["envoy.mongo_proxy"] = "envoy.filters.network.mongo_proxy",
        ["envoy.ratelimit"] = "envoy.filters.network.ratelimit",
        ["envoy.redis_proxy"] = "envoy.filters.network.redis_proxy",
        ["envoy.tcp_proxy"] = "envoy.filters.network.tcp_proxy",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>Answers whether the patch's value is looked at.</summary>
    public static bool Check(ValidationScope scope, ConfigValue filter, string applyTo)
    {
        if (!filter.Exists)
        {
            return true;
        }

        if (applyTo is "LISTENER" or "FILTER_CHAIN")
        {
            scope.Warn(filter, $"Envoy filter: filter match has no effect when used with {applyTo}");
        }

        var sub = filter["subFilter"];
        var error = (filter["name"].Text, sub.Exists) switch
        {
            ("", _) => "filter match has no name to match on",
            (_, true) when applyTo != "HTTP_FILTER" => "subfilter match can be used with applyTo HTTP_FILTER only",
            (not (ConnectionManager or "envoy.http_connection_manager"), true) => $"subfilter match requires filter match with {ConnectionManager}",
            (_, true) when sub["name"].Text.Length == 0 => "subfilter match has no name to match on",
            _ => null,
        };
        if (error is not null)
        {
            scope.Error(filter, $"Envoy filter: {error}");
            return false;
        }

        foreach (var named in new[] { filter, sub })
        {
            if (s_renamed.TryGetValue(named["name"].Text, out var name))
            {
                scope.Warn(named, $"using deprecated filter name {GoText.Quote(named["name"].Text)}; use {GoText.Quote(name)} instead");
            }
        }

        return true;
    }
}
