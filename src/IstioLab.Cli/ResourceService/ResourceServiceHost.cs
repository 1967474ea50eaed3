using System.Net;
using System.Security.Cryptography;
using System.Text;
using IstioLab.Labs.Resources;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;

namespace IstioLab.Cli.ResourceService;

/// <summary>The resource service on a loopback port of its own, for the one dashboard that has its key.</summary>
internal sealed class ResourceServiceHost : IAsyncDisposable
{
    private const string KeyHeader = "x-resource-service-api-key";

    private readonly WebApplication _app;

    private ResourceServiceHost(WebApplication app, string key)
    {
        _app = app;
        ApiKey = key;
        Url = new Uri(app.Urls.Single());
    }

    /// <summary>Where it listens: gRPC over cleartext HTTP/2.</summary>
    public Uri Url { get; }

    /// <summary>The key that each call must show.</summary>
    public string ApiKey { get; }

    public static async Task<ResourceServiceHost> StartAsync(
        ResourceServiceOptions options, ResourceHub hub, ResourceLogs logs, ResourceCommands commands, CancellationToken cancellationToken)
    {
        var key = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore();
        builder.Services.AddRoutingCore();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen => listen.Protocols = HttpProtocols.Http2));
        builder.Services.AddGrpc();
        builder.Services.AddSingleton(options);
        builder.Services.AddSingleton(hub);
        builder.Services.AddSingleton(logs);
        builder.Services.AddSingleton(commands);
        builder.Services.AddSingleton<InteractionDesk>();
        builder.Services.AddSingleton<CommandDialog>();
        builder.Services.AddSingleton<DashboardAdapter>();

        var app = builder.Build();
        var expected = Encoding.UTF8.GetBytes(key);
        app.Use((context, next) => IsAllowed(context, expected) ? next(context) : RefuseAsync(context));
        app.MapGrpcService<DashboardAdapter>();
        await app.StartAsync(cancellationToken);
        return new ResourceServiceHost(app, key);
    }

    public async ValueTask DisposeAsync()
    {
        // Watches end with the service, not by themselves: waiting for them would take the host's whole shutdown time.
        using var now = new CancellationTokenSource();
        await now.CancelAsync();
        await _app.StopAsync(now.Token);
        await _app.DisposeAsync();
    }

    private static bool IsAllowed(HttpContext context, byte[] expected) =>
        CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(context.Request.Headers[KeyHeader].ToString()), expected);

    private static Task RefuseAsync(HttpContext context)
    {
        context.Response.StatusCode = StatusCodes.Status401Unauthorized;
        return Task.CompletedTask;
    }
}
