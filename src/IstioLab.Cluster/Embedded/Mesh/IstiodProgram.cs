using System.Globalization;
using System.Text;
using IstioLab.Cluster.Embedded.Programs;
using IstioLab.Proxy.Http;
using Microsoft.AspNetCore.Http;

namespace IstioLab.Cluster.Embedded.Mesh;

/// <summary>
/// The program of the container <c>discovery</c>: readiness and version on 8080, metrics on 15014. The control plane's work itself is
/// done by <see cref="MeshController"/>, whether or not this pod runs.
/// </summary>
internal sealed class IstiodProgram(MeshController mesh, PodHttpServer http, string version) : IProgram
{
    public async Task<int> RunAsync(ProgramContext context, CancellationToken cancellationToken)
    {
        var network = context.Host.Spec.Network;
        context.Out.WriteLine($"info\tistiod {version}, simulated by IstioLab: the control plane runs inside the process of the environment");
        await context.FlushAsync(cancellationToken);
        var pages = new ProxyPages(mesh, network);
        await using var debug = http.Serve(network.Listen(8080), request => AnswerAsync(request, pages));
        await using var monitoring = http.Serve(network.Listen(15014), request => AnswerAsync(request, pages));
        await context.UntilToldToEndAsync(cancellationToken);
        return 0;
    }

    private Task AnswerAsync(HttpContext context, ProxyPages pages)
    {
        if (context.Request.Path.StartsWithSegments("/debug/proxies", out var page))
            return pages.AnswerAsync(context, page);
        switch (context.Request.Path.Value)
        {
            case "/ready":
                return Task.CompletedTask;
            case "/version":
                return context.Response.WriteAsync($"{version}-istiolab");
            case "/metrics":
                context.Response.ContentType = "text/plain; version=0.0.4; charset=utf-8";
                return context.Response.WriteAsync(Metrics());
            case "/debug/syncz":
                return context.Response.WriteAsJsonAsync(mesh.Proxies.Select(proxy => new
                {
                    proxy = $"{proxy.Identity.PodName}.{proxy.Identity.Namespace}",
                    type = proxy.Identity.Type.ToString(),
                    sent = proxy.Sent,
                    acknowledged = proxy.Acknowledged,
                }));
            case "/debug/activations":
                return context.Response.WriteAsJsonAsync(mesh.Activations.Select(rule => new { @namespace = rule.Namespace, text = rule.ToString() }));
            default:
                context.Response.StatusCode = StatusCodes.Status404NotFound;
                return context.Response.WriteAsync("404 page not found\n");
        }
    }

    private string Metrics()
    {
        var text = new StringBuilder();
        text.Append("# HELP pilot_xds Number of endpoints connected to this pilot using XDS.\n# TYPE pilot_xds gauge\n");
        text.Append(CultureInfo.InvariantCulture, $"pilot_xds{{version=\"{version}\"}} {mesh.Proxies.Length}\n");
        return text.ToString();
    }
}
