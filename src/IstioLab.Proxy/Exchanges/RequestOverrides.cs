using System.Collections.Immutable;
using System.Globalization;
using IstioLab.Config.Routing;
using Microsoft.AspNetCore.Http;

namespace IstioLab.Proxy.Exchanges;

/// <summary>
/// What a caller inside the mesh may ask of the router by header, for one request
/// (https://www.envoyproxy.io/docs/envoy/latest/configuration/http/http_filters/router_filter#http-headers-consumed). The headers are
/// consumed here.
/// </summary>
internal static class RequestOverrides
{
    private const string TimeoutHeader = "x-envoy-upstream-rq-timeout-ms";
    private const string PerTryTimeoutHeader = "x-envoy-upstream-rq-per-try-timeout-ms";
    private const string RetryOnHeader = "x-envoy-retry-on";
    private const string RetryGrpcOnHeader = "x-envoy-retry-grpc-on";
    private const string MaxRetriesHeader = "x-envoy-max-retries";
    private const string RetriableStatusHeader = "x-envoy-retriable-status-codes";

    private static readonly string[] Names =
        [TimeoutHeader, PerTryTimeoutHeader, RetryOnHeader, RetryGrpcOnHeader, MaxRetriesHeader, RetriableStatusHeader];

    /// <summary>The action with what the request asks for; the same one when it asks for nothing.</summary>
    public static ForwardAction Apply(IHeaderDictionary headers, ForwardAction action, bool isGrpc = false)
    {
        if (isGrpc && GrpcTimeout.Parse(headers[GrpcTimeout.Header]) is { Ticks: > 0 } asked && (action.Timeout <= TimeSpan.Zero || asked < action.Timeout))
            action = action with { Timeout = asked };
        if (!IsAny(headers))
            return action;
        var retries = Retries(headers, action.Retries);
        var timeout = Milliseconds(headers, TimeoutHeader) ?? action.Timeout;
        if (retries is not null && Milliseconds(headers, PerTryTimeoutHeader) is { } perTry)
            retries = retries with { PerTryTimeout = perTry };
        foreach (var name in Names)
            headers.Remove(name);
        return action with { Timeout = timeout, Retries = retries };
    }

    // Each name is asked for: to enumerate the headers costs more, and memory besides.
    private static bool IsAny(IHeaderDictionary headers)
    {
        foreach (var name in Names)
        {
            if (headers.ContainsKey(name))
                return true;
        }
        return false;
    }

    private static RetryPolicy? Retries(IHeaderDictionary headers, RetryPolicy? policy)
    {
        var conditions = Words(headers, RetryOnHeader).AddRange(Words(headers, RetryGrpcOnHeader));
        if (policy is null && conditions.IsEmpty)
            return null;
        // A route without retries that a header switches on tries once more, which is Envoy's default.
        policy ??= new RetryPolicy { Attempts = 1 };
        var statuses = Words(headers, RetriableStatusHeader)
            .Select(word => int.TryParse(word, NumberStyles.None, CultureInfo.InvariantCulture, out var status) ? status : 0)
            .Where(status => status > 0);
        var attempts = int.TryParse(headers[MaxRetriesHeader], NumberStyles.None, CultureInfo.InvariantCulture, out var asked) ? asked : policy.Attempts;
        return attempts == 0
            ? null
            : policy with { Attempts = attempts, RetryOn = policy.RetryOn.AddRange(conditions), StatusCodes = policy.StatusCodes.AddRange(statuses) };
    }

    private static ImmutableArray<string> Words(IHeaderDictionary headers, string name) =>
        [.. headers[name].ToString().Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)];

    private static TimeSpan? Milliseconds(IHeaderDictionary headers, string name) =>
        long.TryParse(headers[name], NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number <= int.MaxValue
            ? TimeSpan.FromMilliseconds(number)
            : null;
}
