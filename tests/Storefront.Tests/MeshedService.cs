using System.Net;
using IstioLab.ServiceDefaults;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Storefront.Tests;

/// <summary>A service of the shop on a free port, whose own requests go through its sidecar once it has one.</summary>
internal sealed class MeshedService : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly WebProxy _proxy;

    private MeshedService(WebApplication app, WebProxy proxy)
    {
        _app = app;
        _proxy = proxy;
    }

    public int Port => new Uri(_app.Urls.Single()).Port;

    /// <summary>What the variable <c>HTTP_PROXY</c> is to a process of its own.</summary>
    public Uri? HttpProxy
    {
        get => _proxy.Address;
        set => _proxy.Address = value;
    }

    public static async Task<MeshedService> StartAsync(
        Action<WebApplicationBuilder> add, Action<WebApplication> map, params IEnumerable<KeyValuePair<string, string?>> settings)
    {
        var proxy = new WebProxy();
        var builder = WebApplication.CreateBuilder();
        builder.Configuration.AddInMemoryCollection(settings);
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        builder.AddServiceDefaults();
        builder.Services.ConfigureHttpClientDefaults(http => http.UseSocketsHttpHandler((handler, _) => handler.Proxy = proxy));
        add(builder);
        var app = builder.Build();
        map(app);
        await app.StartAsync(TestContext.Current.CancellationToken);
        return new MeshedService(app, proxy);
    }

    public async ValueTask DisposeAsync() => await _app.DisposeAsync();
}
