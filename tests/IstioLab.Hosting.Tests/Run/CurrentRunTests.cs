using Aspire.Hosting;
using IstioLab.Cluster.Environments;
using IstioLab.Cluster.Tools;
using IstioLab.Hosting.Clusters;
using IstioLab.Labs.Api;
using Microsoft.Extensions.Configuration;

namespace IstioLab.Hosting.Tests.Run;

/// <summary>The AppHost with the setting of its launch profile <c>current</c>: the cluster of another home stands for somebody's own.</summary>
public sealed class CurrentRunTests : IAsyncDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("il-current-").FullName;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask DisposeAsync()
    {
        await ProgramAsync("down", "--name", "theirs");
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task Lab_runs_on_somebodys_cluster_and_leaves_it_as_it_was()
    {
        var kubeconfig = await StartClusterAsync();
        await using (var app = await RunningAppHost.BuildAsync(Make("home"), "current", new Dictionary<string, string> { ["KUBECONFIG"] = kubeconfig }, Token))
        {
            var starting = app.StartAsync(Token);
            foreach (var name in (string[])["lab", "istio", "apps-v1", "apps-client", "storefront"])
            {
                await app.ResourceNotifications.WaitForResourceHealthyAsync(name, Token).WaitAsync(RunningAppHost.Patience, Token);
            }

            await starting.WaitAsync(RunningAppHost.Patience, Token);
            Assert.True((await app.ResourceCommands.ExecuteCommandAsync("apps-svc-all-vs", "shift", Weight(), Token)).Success);
            await app.ResourceNotifications.WaitForResourceAsync("apps-svc-all-vs", found => found.Snapshot.State?.Text == "70 % v1 · 30 % v2 (by-weight)", Token)
                .WaitAsync(RunningAppHost.Patience, Token);
        }

        using var api = KubeApi.Open(kubeconfig);
        var namespaces = (await api.ListAsync("api/v1/namespaces", Token)).Select(found => (string?)found["metadata"]!["name"]);
        Assert.DoesNotContain("nolen", namespaces);
        Assert.DoesNotContain("shop", namespaces);
    }

    private static InteractionInputCollection Weight() => new([new InteractionInput { Name = "v2", InputType = InputType.Number, Value = "30" }]);

    private async Task<string> StartClusterAsync()
    {
        await ProgramAsync("up", "--name", "theirs", "--lab", "none", "--dashboard", "none", "--detach");
        return new EnvironmentRegistry(new LabHome(Make("theirs")).Open("theirs")).FindRunning()!.Kubeconfig;
    }

    private async Task ProgramAsync(params string[] arguments)
    {
        var program = CliProgram.Find(new ConfigurationBuilder().Build(), [typeof(CurrentRunTests).Assembly]);
        var command = new ToolCommand(new Tool("istiolab", program.Command), [.. program.Prefix, .. arguments])
        {
            Environment = new Dictionary<string, string?> { ["ISTIOLAB_HOME"] = Make("theirs") },
        };
        await new ToolRunner(TimeProvider.System).RunAsync(command, cancellationToken: CancellationToken.None).WaitAsync(RunningAppHost.Patience, CancellationToken.None);
    }

    private string Make(string name) => Directory.CreateDirectory(Path.Combine(_folder, name)).FullName;
}
