using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using IstioLab.Proxy.Exchanges;
using Microsoft.AspNetCore.Http;

namespace IstioLab.Proxy.Admin;

/// <summary>
/// A proxy's own pages: configuration and state on 15000, metrics on 15020 and 15090, readiness on 15021
/// (https://istio.io/latest/docs/ops/deployment/application-requirements/).
/// </summary>
internal sealed class AdminServer(ProxyOptions options, ProxyCore outbound, ProxyCore? inbound)
{
    private const int AdminPort = 15000;
    private const int AgentPort = 15020;
    private const int HealthPort = 15021;
    private const int PrometheusPort = 15090;

    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    private bool IsReady => outbound.Runtime is not null;

    /// <summary>Opens the ports.</summary>
    public IEnumerable<IAsyncDisposable> Start()
    {
        foreach (var (port, handler) in new (int, RequestDelegate)[]
        {
            (AdminPort, AnswerAdminAsync), (AgentPort, AnswerAgentAsync), (HealthPort, AnswerHealthAsync), (PrometheusPort, AnswerMetricsAsync),
        })
        {
            yield return options.Server.Serve(options.Pod.Listen(port), handler);
        }
    }

    private Task AnswerAdminAsync(HttpContext context) => context.Request.Path.Value switch
    {
        "/config_dump" => WriteAsync(context, ConfigDump.Write(options, outbound)),
        "/listeners" => WriteAsync(context, ConfigDump.Listeners(outbound)),
        "/routes" => WriteAsync(context, ConfigDump.Routes(outbound)),
        "/clusters" => WriteAsync(context, ClusterDump.Clusters(outbound)),
        "/endpoints" => WriteAsync(context, ClusterDump.Endpoints(outbound)),
        "/server_info" => WriteAsync(context, ConfigDump.ServerInfo(options, outbound)),
        "/ready" => AnswerReadyAsync(context),
        "/stats" => WriteTextAsync(context, StatsWriter.Write(outbound, context.Request.Query["filter"].ToString()), "text/plain; charset=UTF-8"),
        "/stats/prometheus" => AnswerMetricsAsync(context),
        _ => NotFoundAsync(context),
    };

    private Task AnswerAgentAsync(HttpContext context) => context.Request.Path.Value switch
    {
        "/healthz/ready" => AnswerReadyAsync(context),
        "/stats/prometheus" or "/metrics" => AnswerMetricsAsync(context),
        _ => NotFoundAsync(context),
    };

    private Task AnswerHealthAsync(HttpContext context) =>
        context.Request.Path.Value == "/healthz/ready" ? AnswerReadyAsync(context) : NotFoundAsync(context);

    private Task AnswerReadyAsync(HttpContext context)
    {
        context.Response.StatusCode = IsReady ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable;
        return WriteTextAsync(context, IsReady ? "LIVE\n" : "PRE_INITIALIZING\n", "text/plain; charset=UTF-8");
    }

    private Task AnswerMetricsAsync(HttpContext context) =>
        context.Request.Path.Value is "/stats/prometheus" or "/stats" or "/metrics"
            ? WriteTextAsync(context, PrometheusWriter.Write(outbound, inbound, context.Request.Query["filter"].ToString()), "text/plain; version=0.0.4; charset=utf-8")
            : NotFoundAsync(context);

    private static Task NotFoundAsync(HttpContext context)
    {
        context.Response.StatusCode = StatusCodes.Status404NotFound;
        return WriteTextAsync(context, "invalid path\n", "text/plain; charset=UTF-8");
    }

    private static Task WriteAsync(HttpContext context, JsonNode body) =>
        WriteTextAsync(context, body.ToJsonString(Indented) + "\n", "application/json");

    private static Task WriteTextAsync(HttpContext context, string text, string contentType)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        context.Response.ContentType = contentType;
        context.Response.ContentLength = bytes.Length;
        return context.Response.Body.WriteAsync(bytes, context.RequestAborted).AsTask();
    }
}
