using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace IstioLab.Cluster.Tests.Current;

/// <summary>An API server that tells its version to whoever asks, and notes who did.</summary>
internal sealed class CredentialServer : IAsyncDisposable
{
    private readonly WebApplication _app;

    private CredentialServer(WebApplication app) => _app = app;

    public string Address => _app.Urls.Single();

    /// <summary>What it answers.</summary>
    public int Status { get; set; } = StatusCodes.Status200OK;

    /// <summary>The Authorization headers that came, empty for none.</summary>
    public List<string> Shown { get; } = [];

    public static async Task<CredentialServer> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var server = new CredentialServer(builder.Build());
        server._app.MapGet("/version", (HttpContext context) =>
        {
            lock (server.Shown)
            {
                server.Shown.Add(context.Request.Headers.Authorization.ToString());
            }

            return server.Status != StatusCodes.Status200OK ? Results.StatusCode(server.Status) : Results.Json(new { major = "1", minor = "36", gitVersion = "v1.36.2" });
        });
        await server._app.StartAsync(TestContext.Current.CancellationToken);
        return server;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();
}
