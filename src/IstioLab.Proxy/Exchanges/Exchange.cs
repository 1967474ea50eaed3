using System.Net;
using IstioLab.Config.Routing;
using IstioLab.Proxy.Http;
using IstioLab.Proxy.Runtime;
using IstioLab.Proxy.Telemetry;
using IstioLab.Proxy.Tracing;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace IstioLab.Proxy.Exchanges;

/// <summary>One request on its way through a proxy: what it is, what was decided, and what came of it.</summary>
internal sealed class Exchange : IRequestHeaders
{
    public Exchange(HttpContext context, PodConnectionContext connection, RuntimeSnapshot runtime, ProxyCore proxy)
    {
        Context = context;
        Connection = connection;
        Runtime = runtime;
        Proxy = proxy;
        StartTimestamp = proxy.Time.GetTimestamp();
        Start = proxy.Time.GetUtcNow();
        var request = context.Request;
        var headers = request.Headers;
        OriginalTarget = OriginForm(context.Features.Get<IHttpRequestFeature>()!.RawTarget);
        Authority = request.Host.Value ?? "";
        Target = RequestTarget.Parse(OriginalTarget, runtime.Snapshot.Settings.PathNormalization);
        IsGrpc = headers.ContentType is [{ } contentType] && contentType.StartsWith("application/grpc", StringComparison.Ordinal);
        UserAgent = Text(headers.UserAgent);
        ForwardedFor = Text(headers["x-forwarded-for"]);
    }

    public HttpContext Context { get; }

    public PodConnectionContext Connection { get; }

    /// <summary>The snapshot that the request began with, and keeps.</summary>
    public RuntimeSnapshot Runtime { get; }

    public ProxyCore Proxy { get; }

    public long StartTimestamp { get; }

    public DateTimeOffset Start { get; }

    /// <summary>The target as it came, before any rewrite.</summary>
    public string OriginalTarget { get; }

    /// <summary>Path and query, normalised.</summary>
    public RequestTarget Target { get; }

    /// <summary>The path and query to send upstream when no rule rewrites them.</summary>
    public string NormalizedTarget => IsNormal(OriginalTarget, Target.Path)
        ? OriginalTarget
        : Target.Query.Length == 0 ? Target.Path : string.Concat(Target.Path, "?", Target.Query);

    /// <summary>The path and query to send upstream when they differ from what came.</summary>
    public string? RewrittenTarget { get; set; }

    /// <summary>The Host header, after a rewrite the new one.</summary>
    public string Authority { get; set; }

    /// <summary>How the client reached this proxy.</summary>
    public string Scheme => Connection.IsTls ? "https" : "http";

    public bool IsGrpc { get; }

    public string? UserAgent { get; }

    public string? ForwardedFor { get; set; }

    public string? RequestId { get; set; }

    public TraceContext Trace { get; set; }

    public string Operation { get; set; } = "";

    public string? RouteName { get; set; }

    public string? ClusterName { get; set; }

    public Route? Route { get; set; }

    public WeightedDestination? Destination { get; set; }

    public ClusterRuntime? Cluster { get; set; }

    public WorkloadIdentity? UpstreamWorkload { get; set; }

    public IPEndPoint? UpstreamHost { get; set; }

    public IPEndPoint? UpstreamLocalAddress { get; set; }

    /// <summary>The origin to name in the answer, once the route's cross-origin rules allowed it.</summary>
    public string? AllowedOrigin { get; set; }

    /// <summary>The cookie that keeps a client on its endpoint, when the proxy made one.</summary>
    public string? NewCookie { get; set; }

    /// <summary>The claims of the request's token, when one was accepted.</summary>
    public IRequestClaims? Claims { get; set; }

    public ResponseFlags Flags { get; set; }

    public string? Details { get; set; }

    public string? TransportFailureReason { get; set; }

    public long? UpstreamServiceTime { get; set; }

    public int Attempts { get; set; }

    public long BytesReceived { get; set; }

    public long BytesSent { get; set; }

    /// <summary>True when the client went away before it had its answer.</summary>
    public bool ClientGone { get; set; }

    string? IRequestHeaders.Find(string name) => Text(Context.Request.Headers[name]);

    /// <summary>The request as the route engine reads it.</summary>
    public RequestInfo ToRequestInfo() => new()
    {
        Method = Context.Request.Method,
        Scheme = Scheme,
        Authority = Authority,
        Path = Target.Path,
        Query = Target.Query,
        Headers = this,
        Claims = Claims,
    };

    private static bool IsNormal(string target, string path) =>
        target.Length == path.Length
            ? ReferenceEquals(target, path) || string.Equals(target, path, StringComparison.Ordinal)
            : target.Length > path.Length && target[path.Length] == '?' && target.StartsWith(path, StringComparison.Ordinal) && !target.Contains('#');

    /// <summary>What a client sends to an HTTP proxy, scheme and host first, without these.</summary>
    private static string OriginForm(string target)
    {
        if (target.StartsWith('/'))
            return target;
        var authority = target.IndexOf("://", StringComparison.Ordinal);
        if (authority < 0)
            return target;
        var path = target.IndexOf('/', authority + 3);
        return path < 0 ? "/" : target[path..];
    }

    private static string? Text(Microsoft.Extensions.Primitives.StringValues values) => values.Count switch
    {
        0 => null,
        1 => values[0],
        _ => string.Join(',', (IEnumerable<string?>)values),
    };
}
