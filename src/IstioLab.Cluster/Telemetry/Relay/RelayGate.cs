using Microsoft.AspNetCore.Http;

namespace IstioLab.Cluster.Telemetry.Relay;

/// <summary>
/// Lets in who shows the token, and access logs without it: Istio's providers of access logs have no place for a header.
/// </summary>
internal sealed class RelayGate(string? token)
{
    private static readonly string[] s_open = [$"/{OtlpSignal.Logs.Service}", $"/{RelayMethods.AccessLogService}"];

    private long _refused;

    public long Refused => Interlocked.Read(ref _refused);

    public Task PassAsync(HttpContext context, RequestDelegate next)
    {
        if (token is null
            || HttpMethods.IsGet(context.Request.Method)
            || s_open.Any(path => context.Request.Path.StartsWithSegments(path, StringComparison.Ordinal))
            || RelayToken.Matches(token, context.Request.Headers[RelayToken.Header]))
        {
            return next(context);
        }

        Interlocked.Increment(ref _refused);
        context.Response.StatusCode = StatusCodes.Status401Unauthorized;
        return Task.CompletedTask;
    }
}
