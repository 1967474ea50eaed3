using System.Text;
using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using IstioLab.Cluster.Environments;
using IstioLab.Cluster.Tests.K3d;
using IstioLab.Cluster.Tests.Tools;
using Microsoft.Extensions.DependencyInjection;

namespace IstioLab.Hosting.Tests.Run;

/// <summary>The AppHost with the setting of its launch profile <c>k3d</c>: without tools, and with dummies that stand for them.</summary>
public sealed class K3dRunTests(DummyServer server) : IClassFixture<DummyServer>, IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("il-k3d-").FullName;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Without_Docker_the_cluster_ends_as_FailedToStart_with_the_remedy_in_its_log()
    {
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(Token);
        await using var app = await RunningAppHost.BuildAsync(
            Make("home"), "k3d", new Dictionary<string, string> { ["PATH"] = Make("tools"), ["DOCKER_HOST"] = "unix:///nonexistent/docker.sock" }, Token);

        // The start goes on for as long as services wait for the cluster.
        var starting = app.StartAsync(ending.Token);
        await app.ResourceNotifications.WaitForResourceAsync("lab", KnownResourceStates.FailedToStart, Token).WaitAsync(RunningAppHost.Patience, Token);

        var log = await LogAsync(app, "lab");
        Assert.Contains("docker is not on the PATH", log, StringComparison.Ordinal);
        Assert.Contains("https://docs.docker.com/engine/install/", log, StringComparison.Ordinal);
        Assert.Contains("Put 'k3d' on the PATH", log, StringComparison.Ordinal);
        await ending.CancelAsync();
        await Task.WhenAny(starting).WaitAsync(RunningAppHost.Patience, Token);
    }

    [Fact]
    public async Task With_its_tools_the_cluster_becomes_healthy_and_is_deleted_at_the_end()
    {
        var (home, tools, state) = (Make("home"), Make("tools"), Make("state"));
        foreach (var tool in (string[])["k3d", "istioctl", "docker"])
        {
            DummyTool.PutScript(tool, tools, new() { ["ISTIOLAB_DUMMY"] = state });
        }

        var variables = new Dictionary<string, string> { ["PATH"] = tools + Path.PathSeparator + Environment.GetEnvironmentVariable("PATH") };
        var app = await RunningAppHost.BuildAsync(home, "k3d", variables, Token);
        await using (app)
        {
            var environment = app.Services.GetRequiredService<DistributedApplicationModel>().Resources.OfType<IstioLabClusterResource>().Single().EnvironmentName;
            await File.WriteAllTextAsync(Path.Combine(state, "kubeconfig"), server.Kubeconfig($"istiolab-{environment}"), Token);
            var starting = app.StartAsync(Token);
            foreach (var name in (string[])["lab", "istio", "istio-ingressgateway", "apps-v1", "apps-client"])
            {
                var ready = await app.ResourceNotifications.WaitForResourceHealthyAsync(name, Token).WaitAsync(RunningAppHost.Patience, Token);
                Assert.Equal(KnownResourceStates.Running, ready.Snapshot.State?.Text);
            }

            await starting.WaitAsync(RunningAppHost.Patience, Token);
            Assert.True(File.Exists(Path.Combine(state, $"cluster.istiolab-{environment}")));
        }

        Assert.Null(new EnvironmentRegistry(Assert.Single(new LabHome(home).List())).FindRunning());
        Assert.DoesNotContain(Directory.EnumerateFiles(state).Select(path => Path.GetFileName(path)), IsMade);
    }

    private static bool IsMade(string file) => file.Split('.')[0] is "cluster" or "container" or "network" or "volume";

    private static async Task<string> LogAsync(DistributedApplication app, string name)
    {
        Assert.True(app.ResourceNotifications.TryGetCurrentState(name, out var state));
        var text = new StringBuilder();
        await foreach (var lines in app.Services.GetRequiredService<ResourceLoggerService>().GetAllAsync(state.ResourceId).WithCancellation(Token))
        {
            foreach (var line in lines)
            {
                text.AppendLine(line.Content);
            }
        }

        return text.ToString();
    }

    private string Make(string name) => Directory.CreateDirectory(Path.Combine(_folder, name)).FullName;
}
