using System.Collections.Frozen;
using System.Text.Json;
using System.Text.Json.Nodes;
using IstioLab.Config.Validation.Checks;

namespace IstioLab.Config.Validation.EnvoyFilters;

/// <summary>
/// The Envoy object of a patch, as far as it can be told without Envoy's descriptors: the fields of its top level, the type addresses in it,
/// and filters that are named without a typed_config.
/// </summary>
internal static class PatchValueRules
{
    private const string TypeAddress = "@type";

    private static readonly FrozenDictionary<string, string> s_fields = new Dictionary<string, string>
    {
        ["HTTP_FILTER"] = "name config_discovery typed_config is_optional disabled",
        ["NETWORK_FILTER"] = "name config_discovery typed_config",
        ["LISTENER_FILTER"] = "name config_discovery typed_config filter_disabled",
        ["EXTENSION_CONFIG"] = "name typed_config",
        ["FILTER_CHAIN"] = "filter_chain_match filters use_proxy_proto metadata transport_socket transport_socket_connect_timeout name",
        ["VIRTUAL_HOST"] = "name domains routes matcher require_tls virtual_clusters rate_limits request_headers_to_add request_headers_to_remove "
            + "response_headers_to_add response_headers_to_remove cors typed_per_filter_config include_request_attempt_count "
            + "include_attempt_count_in_response retry_policy retry_policy_typed_config hedge_policy include_is_timeout_retry_header "
            + "per_request_buffer_limit_bytes request_body_buffer_limit request_mirror_policies metadata",
        ["HTTP_ROUTE"] = "name match route redirect direct_response filter_action non_forwarding_action metadata decorator typed_per_filter_config "
            + "request_headers_to_add request_headers_to_remove response_headers_to_add response_headers_to_remove tracing "
            + "per_request_buffer_limit_bytes request_body_buffer_limit stat_prefix",
        ["ROUTE_CONFIGURATION"] = "name virtual_hosts vhds internal_only_headers response_headers_to_add response_headers_to_remove "
            + "request_headers_to_add request_headers_to_remove most_specific_header_mutations_wins validate_clusters "
            + "max_direct_response_body_size_bytes cluster_specifier_plugins request_mirror_policies ignore_port_in_host_matching "
            + "ignore_path_parameters_in_path_matching typed_per_filter_config metadata vhost_header",
        ["CLUSTER"] = "transport_socket_matches name alt_stat_name type cluster_type eds_cluster_config connect_timeout "
            + "per_connection_buffer_limit_bytes lb_policy load_assignment health_checks max_requests_per_connection circuit_breakers "
            + "upstream_http_protocol_options common_http_protocol_options http_protocol_options http2_protocol_options "
            + "typed_extension_protocol_options dns_refresh_rate dns_jitter dns_failure_refresh_rate respect_dns_ttl dns_lookup_family "
            + "dns_resolvers use_tcp_for_dns_lookups dns_resolution_config typed_dns_resolver_config wait_for_warm_on_init outlier_detection "
            + "cleanup_interval upstream_bind_config lb_subset_config ring_hash_lb_config maglev_lb_config original_dst_lb_config "
            + "least_request_lb_config round_robin_lb_config common_lb_config transport_socket metadata protocol_selection "
            + "upstream_connection_options close_connections_on_host_health_failure ignore_health_on_host_removal filters "
            + "load_balancing_policy lrs_server lrs_report_endpoint_metrics track_timeout_budgets upstream_config track_cluster_stats "
            + "preconnect_policy connection_pool_per_downstream_connection",
        ["LISTENER"] = "name address additional_addresses stat_prefix filter_chains filter_chain_matcher use_original_dst default_filter_chain "
            + "per_connection_buffer_limit_bytes metadata deprecated_v1 drain_type listener_filters listener_filters_timeout "
            + "continue_on_listener_filters_timeout transparent freebind socket_options tcp_fast_open_queue_length traffic_direction "
            + "udp_listener_config api_listener connection_balance_config reuse_port enable_reuse_port access_log tcp_backlog_size "
            + "max_connections_to_accept_per_socket_event bind_to_port internal_listener enable_mptcp ignore_global_conn_limit "
            + "bypass_overload_manager fcds_config",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>Fields that hold one extension of Envoy, with its name and its configuration.</summary>
    private static readonly string[] s_extensions = ["transportSocket", "upstreamConfig", "clusterType", "typedDnsResolverConfig"];

    private static readonly string[] s_typePackages = ["envoy.", "udpa.", "xds.", "google.protobuf.", "istio.", "opencensus.", "opentelemetry."];

    public static void Check(ValidationScope scope, ConfigValue value, string applyTo)
    {
        if (!value.Exists)
        {
            return;
        }

        if (value["name"] is { Exists: true } name && name.Node!.GetValueKind() != JsonValueKind.String && applyTo != "BOOTSTRAP")
        {
            scope.Error(name, "Envoy filter: json: cannot unmarshal into Go value of type string");
            return;
        }

        if (Types(value.Node).Select(UnknownType).FirstOrDefault(static error => error is not null) is { } unknown)
        {
            scope.Error(value, unknown);
            return;
        }

        UnknownFields(scope, value, applyTo);
        MissingTypes(scope, value, applyTo);
    }

    private static void UnknownFields(ValidationScope scope, ConfigValue value, string applyTo)
    {
        if (!s_fields.TryGetValue(applyTo, out var fields))
        {
            return;
        }

        var known = fields.Split(' ').SelectMany(static field => new[] { field, Camel(field) }).ToHashSet(StringComparer.Ordinal);
        var unknown = value.Entries.FirstOrDefault(entry => !known.Contains(entry.Key));
        if (unknown.Key is not null)
        {
            scope.Warn(unknown.Value, $"Envoy filter: unknown field {GoText.Quote(unknown.Key)} in the object of {applyTo}");
        }
    }

    private static void MissingTypes(ValidationScope scope, ConfigValue value, string applyTo)
    {
        foreach (var extension in s_extensions.Select(name => value[name]).Where(static extension => extension.Exists && !extension.Has("typedConfig")))
        {
            Missing(scope, extension);
        }

        if (applyTo is "HTTP_FILTER" or "NETWORK_FILTER" or "LISTENER_FILTER" or "EXTENSION_CONFIG" && !value.Has("typedConfig") && !value.Has("configDiscovery"))
        {
            Missing(scope, value);
        }
    }

    private static void Missing(ValidationScope scope, ConfigValue value) =>
        scope.Warn(value, $"using deprecated types by name without typed_config; {value["name"].Text}");

    private static string? UnknownType(string address)
    {
        var type = address[(address.LastIndexOf('/') + 1)..];
        var old = type.Contains(".v2.", StringComparison.Ordinal);
        if (!old && s_typePackages.Any(package => type.StartsWith(package, StringComparison.Ordinal)))
        {
            return null;
        }

        return $"referenced type unknown{(old ? " (hint: try using the v3 XDS API)" : "")}: Envoy filter: could not resolve Any message type: {address}";
    }

    private static IEnumerable<string> Types(JsonNode? node) => node switch
    {
        JsonObject map => map.SelectMany(static pair =>
            pair is { Key: TypeAddress, Value: JsonValue value } && value.TryGetValue<string>(out var text) ? [text] : Types(pair.Value)),
        JsonArray array => array.SelectMany(Types),
        _ => [],
    };

    private static string Camel(string snake)
    {
        var parts = snake.Split('_');
        return parts[0] + string.Concat(parts.Skip(1).Select(static part => char.ToUpperInvariant(part[0]) + part[1..]));
    }
}
