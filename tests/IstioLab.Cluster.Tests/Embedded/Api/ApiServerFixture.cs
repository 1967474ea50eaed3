using IstioLab.Cluster.Embedded.Api.Hosting;
using k8s;

namespace IstioLab.Cluster.Tests.Embedded.Api;

/// <summary>A running API server and a client of it, in a folder that goes with them.</summary>
internal sealed class ApiServerFixture : IAsyncDisposable
{
    private ApiServerFixture(string folder, EmbeddedApiServer server)
    {
        Folder = folder;
        Server = server;
        Client = new Kubernetes(KubernetesClientConfiguration.BuildConfigFromConfigFile(server.KubeconfigPath));
    }

    public string Folder { get; }

    public EmbeddedApiServer Server { get; }

    public Kubernetes Client { get; }

    public static async Task<ApiServerFixture> StartAsync(Func<EmbeddedApiServerOptions, EmbeddedApiServerOptions>? change = null)
    {
        var folder = Directory.CreateTempSubdirectory("il-api-").FullName;
        var options = new EmbeddedApiServerOptions { Folder = Path.Combine(folder, "cluster"), Name = "test" };
        var server = await EmbeddedApiServer.StartAsync(change?.Invoke(options) ?? options, TestContext.Current.CancellationToken);
        return new ApiServerFixture(folder, server);
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await Server.DisposeAsync();
        Directory.Delete(Folder, recursive: true);
    }
}
