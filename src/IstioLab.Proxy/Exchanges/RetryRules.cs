using System.Runtime.CompilerServices;
using IstioLab.Config.Routing;

namespace IstioLab.Proxy.Exchanges;

/// <summary>A retry policy's conditions, read once (https://www.envoyproxy.io/docs/envoy/latest/configuration/http/http_filters/router_filter).</summary>
internal sealed class RetryRules
{
    private static readonly ConditionalWeakTable<RetryPolicy, RetryRules> Known = new();

    private readonly RetryPolicy _policy;
    private readonly bool _connect;
    private readonly bool _refusedStream;
    private readonly bool _anyReset;
    private readonly bool _server;
    private readonly bool _gateway;
    private readonly bool _retriable4xx;
    private readonly bool _statuses;
    private readonly bool _rateLimited;
    private readonly HashSet<int> _grpc = [];

    private RetryRules(RetryPolicy policy)
    {
        _policy = policy;
        var conditions = policy.RetryOn;
        _server = conditions.Contains("5xx");
        _gateway = conditions.Contains("gateway-error");
        _anyReset = _server || _gateway || conditions.Contains("reset");
        _connect = _anyReset || conditions.Contains("connect-failure") || conditions.Contains("reset-before-request");
        _refusedStream = _anyReset || conditions.Contains("refused-stream");
        _retriable4xx = conditions.Contains("retriable-4xx");
        _statuses = conditions.Contains("retriable-status-codes") && policy.StatusCodes.Length > 0;
        _rateLimited = conditions.Contains("envoy-ratelimited");
        foreach (var condition in conditions)
        {
            if (GrpcStatusOf(condition) is { } status)
                _grpc.Add(status);
        }
    }

    /// <summary>Whether a retry can follow after a request's body went out, so that the body must be kept.</summary>
    public bool MayReplay(bool isGrpc) => _anyReset || _retriable4xx || _statuses || _rateLimited || (isGrpc && _grpc.Count > 0);

    /// <summary>Whether an attempt that took too long may be followed by another.</summary>
    public bool RetriesTimeout => _anyReset;

    /// <summary>Whether an answer may be followed by another attempt that says a rate limit was reached; no other condition counts for it.</summary>
    public bool RetriesRateLimited => _rateLimited;

    public static RetryRules Of(RetryPolicy policy) => Known.GetValue(policy, static key => new RetryRules(key));

    public bool RetriesStatus(int status) =>
        (_server && status >= 500)
        || (_gateway && status is (502 or 503 or 504))
        || (_retriable4xx && status == 409)
        || (_statuses && _policy.StatusCodes.Contains(status));

    public bool RetriesGrpc(int status) => _grpc.Contains(status);

    public bool Retries(UpstreamFailure failure) => failure.Kind switch
    {
        UpstreamFailureKind.Connect => _connect,
        UpstreamFailureKind.RefusedStream => _refusedStream,
        _ => _anyReset,
    };

    private static int? GrpcStatusOf(string condition) => condition switch
    {
        "cancelled" => 1,
        "unknown" => 2,
        "deadline-exceeded" => 4,
        "resource-exhausted" => 8,
        "internal" => 13,
        "unavailable" => 14,
        _ => null,
    };
}
