using System.Globalization;
using System.Text;

namespace IstioLab.Proxy.Exchanges;

/// <summary>
/// Expands Envoy's operators in a header's value
/// (https://www.envoyproxy.io/docs/envoy/latest/configuration/observability/access_log/usage#command-operators).
/// <c>%%</c> is a percent sign; an operator that is not known stays as it is written.
/// </summary>
internal static class HeaderFormat
{
    public static string Expand(string format, Exchange exchange)
    {
        if (!format.Contains('%'))
            return format;
        var result = new StringBuilder();
        var position = 0;
        while (position < format.Length)
        {
            var start = format.IndexOf('%', position);
            var end = start < 0 ? -1 : format.IndexOf('%', start + 1);
            if (end < 0)
                break;
            result.Append(format, position, start - position);
            var op = format[(start + 1)..end];
            result.Append(op.Length == 0 ? "%" : Evaluate(op, exchange) ?? $"%{op}%");
            position = end + 1;
        }
        return result.Append(format, position, format.Length - position).ToString();
    }

    private static string? Evaluate(string op, Exchange exchange)
    {
        var open = op.IndexOf('(');
        if (open < 0)
            return EvaluateName(op, exchange);
        var close = op.LastIndexOf(')');
        if (close < open)
            return null;
        var value = EvaluateCall(op[..open], op[(open + 1)..close], exchange);
        return value is not null && op[(close + 1)..] is [':', .. var limit]
            && int.TryParse(limit, NumberStyles.None, CultureInfo.InvariantCulture, out var length) && length < value.Length
                ? value[..length]
                : value;
    }

    private static string? EvaluateName(string name, Exchange exchange) => name switch
    {
        "DOWNSTREAM_REMOTE_ADDRESS" => exchange.Connection.Source.ToString(),
        "DOWNSTREAM_REMOTE_ADDRESS_WITHOUT_PORT" or "DOWNSTREAM_DIRECT_REMOTE_ADDRESS_WITHOUT_PORT" => exchange.Connection.Source.Address.ToString(),
        "DOWNSTREAM_DIRECT_REMOTE_ADDRESS" => exchange.Connection.Source.ToString(),
        "DOWNSTREAM_LOCAL_ADDRESS" => exchange.Connection.Destination.ToString(),
        "DOWNSTREAM_LOCAL_ADDRESS_WITHOUT_PORT" => exchange.Connection.Destination.Address.ToString(),
        "DOWNSTREAM_LOCAL_PORT" => exchange.Connection.Destination.Port.ToString(CultureInfo.InvariantCulture),
        "UPSTREAM_REMOTE_ADDRESS" or "UPSTREAM_HOST" => exchange.UpstreamHost?.ToString() ?? "",
        "UPSTREAM_CLUSTER" or "UPSTREAM_CLUSTER_RAW" => exchange.ClusterName ?? "",
        "PROTOCOL" => exchange.Context.Request.Protocol,
        "RESPONSE_CODE" => exchange.Context.Response.StatusCode.ToString(CultureInfo.InvariantCulture),
        "RESPONSE_FLAGS" => ResponseFlagNames.Format(exchange.Flags),
        "RESPONSE_CODE_DETAILS" => exchange.Details ?? "",
        "ROUTE_NAME" => exchange.RouteName ?? "",
        "HOSTNAME" => exchange.Proxy.Identity.PodName,
        "START_TIME" => exchange.Start.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture),
        "BYTES_RECEIVED" => exchange.BytesReceived.ToString(CultureInfo.InvariantCulture),
        "REQUESTED_SERVER_NAME" or "DOWNSTREAM_PEER_SUBJECT" or "DOWNSTREAM_PEER_URI_SAN" or "DOWNSTREAM_TLS_VERSION" => "",
        _ => null,
    };

    private static string? EvaluateCall(string name, string argument, Exchange exchange) => name switch
    {
        "REQ" => Header(argument, exchange, exchange.Context.Request.Headers),
        "RESP" => exchange.Context.Response.Headers[argument].ToString(),
        "START_TIME" => exchange.Start.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture),
        "ENVIRONMENT" or "DYNAMIC_METADATA" or "FILTER_STATE" or "CLUSTER_METADATA" or "UPSTREAM_METADATA" => "",
        _ => null,
    };

    /// <summary><c>REQ(X?Y)</c>: the header X, or Y where X is missing; names with a colon are parts of the request line.</summary>
    private static string Header(string argument, Exchange exchange, Microsoft.AspNetCore.Http.IHeaderDictionary headers)
    {
        var mark = argument.IndexOf('?');
        var first = Header(mark < 0 ? argument : argument[..mark]);
        return first.Length > 0 || mark < 0 ? first : Header(argument[(mark + 1)..]);

        string Header(string header) => header.ToLowerInvariant() switch
        {
            ":method" => exchange.Context.Request.Method,
            ":path" => exchange.RewrittenTarget ?? exchange.NormalizedTarget,
            ":authority" => exchange.Authority,
            ":scheme" => exchange.Scheme,
            _ => headers[header].ToString(),
        };
    }
}
