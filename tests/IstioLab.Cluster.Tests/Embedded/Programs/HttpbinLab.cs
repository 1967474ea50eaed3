using IstioLab.Cluster.Embedded.Runtime;
using IstioLab.Cluster.Embedded.Runtime.Logs;

namespace IstioLab.Cluster.Tests.Embedded.Programs;

/// <summary>A pod with httpbin on port 8080, and a client.</summary>
internal sealed class HttpbinLab : IAsyncDisposable
{
    private readonly PodFixture _pods = new();
    private IContainer? _client;

    public static async Task<HttpbinLab> StartAsync()
    {
        var lab = new HttpbinLab();
        var template = lab._pods.Create("httpbin", "pause").Spec;
        var server = lab._pods.Create(template with { Image = "mccutchen/go-httpbin", Command = [] });
        server.Start();
        lab._client = lab._pods.Start("client", "sleep", "1000");
        await foreach (var line in server.Log.ReadAsync(new LogQuery { Follow = true }, TestContext.Current.CancellationToken))
        {
            if (!line.IsEmpty)
                break;
        }
        return lab;
    }

    public Proxy.Network.IPodInterface Attach(string name) => _pods.Attach(name);

    public Task<CommandResult> RunAsync(string script) => PodFixture.ExecAsync(_client!, null, "sh", "-c", script);

    /// <summary>Runs fortio as tasks do: by its path in its image.</summary>
    public async Task<CommandResult> RunFortioAsync(params string[] arguments)
    {
        var template = _pods.Create("fortio", "pause").Spec;
        var fortio = _pods.Create(template with { Image = "fortio/fortio:latest_release", Command = [] });
        fortio.Start();
        return await PodFixture.ExecAsync(fortio, null, ["/usr/bin/fortio", .. arguments]);
    }

    public ValueTask DisposeAsync() => _pods.DisposeAsync();
}
