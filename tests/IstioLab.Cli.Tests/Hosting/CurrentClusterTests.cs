using System.Net;
using IstioLab.Cli.CommandLine;
using IstioLab.Cli.Tests.CommandLine;
using IstioLab.Cluster.Embedded;
using IstioLab.Cluster.Environments;
using IstioLab.Labs.Api;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace IstioLab.Cli.Tests.Hosting;

/// <summary><c>--cluster current</c> on a cluster that it has never seen: an embedded one of another home.</summary>
public sealed class CurrentClusterTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Foreign_cluster_is_used_after_consent_and_left_as_it_was()
    {
        var home = Directory.CreateTempSubdirectory("il-foreign-").FullName;
        await using (var foreign = await EmbeddedCluster.StartAsync(new EmbeddedClusterOptions { Folder = new LabHome(home).Open("theirs") }, Cancellation))
        {
            using var api = KubeApi.Open(foreign.KubeconfigPath);
            var before = await NamespacesAsync(api);
            using var harness = new CommandLineHarness();
            harness.Variables["KUBECONFIG"] = foreign.KubeconfigPath;

            var refused = await harness.RunAsync("up", "--cluster", "current", "--dashboard", "none");
            Assert.Equal(2, refused.Code);
            Assert.Contains("'--yes'", refused.Error, StringComparison.Ordinal);

            using var stop = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
            await using var output = new StringWriter();
            await using var error = new StringWriter();
            using var input = new StringReader("");
            var up = CommandLineProgram.RunAsync(
                ["up", "--cluster", "current", "--yes", "--dashboard", "none"], harness.Services(output, error, input), stop.Token);
            await ReadyAsync(harness, up, error);

            Assert.Equal(0, (await harness.RunAsync("check")).Code);
            Assert.Contains("nolen", await NamespacesAsync(api));
            Assert.NotEqual(foreign.KubeconfigPath, (await harness.RunAsync("kubeconfig")).Out.Trim());
            var inject = await harness.RunAsync("run", "canary", "--step", "2");
            Assert.Equal(3, inject.Code);
            Assert.Contains("istioctl", inject.Error, StringComparison.Ordinal);
            Assert.Contains(".sha256", inject.Error, StringComparison.Ordinal);

            await stop.CancelAsync();
            Assert.Equal(0, await up);
            Assert.Equal(before, await NamespacesAsync(api));
            Assert.False(File.Exists(harness.Home.Open("default").KubeconfigPath));
        }

        Directory.Delete(home, recursive: true);
    }

    [Fact]
    public async Task Cluster_without_the_resources_of_Istio_is_a_missing_prerequisite_that_names_them()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrel(options => options.Listen(IPAddress.Loopback, 0));
        await using var server = builder.Build();
        server.MapGet("/version", () => Results.Json(new { major = "1", minor = "35", gitVersion = "v1.35.5" }));
        server.MapGet("/apis/apps/v1/deployments", () => Results.Json(new { kind = "DeploymentList", apiVersion = "apps/v1", items = Array.Empty<object>() }));
        server.MapGet("/apis/apps/v1/daemonsets", () => Results.Json(new { kind = "DaemonSetList", apiVersion = "apps/v1", items = Array.Empty<object>() }));
        await server.StartAsync(Cancellation);
        using var harness = new CommandLineHarness();
        harness.Variables["KUBECONFIG"] = harness.Write("config", Kubeconfig(server.Urls.Single()));

        var outcome = await harness.RunAsync("up", "--cluster", "current", "--yes", "--dashboard", "none");

        Assert.Equal(3, outcome.Code);
        Assert.Contains("Cluster 'bare'", outcome.Error, StringComparison.Ordinal);
        Assert.Contains("virtualservices.networking.istio.io, destinationrules.networking.istio.io", outcome.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Rest_of_a_killed_environment_is_not_forgotten_while_its_cluster_does_not_answer()
    {
        using var harness = new CommandLineHarness();
        var folder = harness.Home.Open("default");
        folder.Create();
        await File.WriteAllTextAsync(folder.KubeconfigPath, Kubeconfig("http://127.0.0.1:1"), Cancellation);
        new EnvironmentRegistry(folder).Write(new EnvironmentRecord
        {
            Name = "default",
            Cluster = "current",
            Process = new ProcessIdentity(Environment.ProcessId, "another start"),
            State = "ready",
        });

        var first = await harness.RunAsync("down");
        var second = await harness.RunAsync("down");

        Assert.Equal((4, 4), (first.Code, second.Code));
        Assert.Contains("What an earlier process made on 'http://127.0.0.1:1/' is still there", second.Error, StringComparison.Ordinal);
        Assert.Contains($"delete '{folder.KubeconfigPath}'", second.Error, StringComparison.Ordinal);

        File.Delete(folder.KubeconfigPath);
        Assert.Equal(0, (await harness.RunAsync("down")).Code);
    }

    [Fact]
    public async Task Address_that_only_begins_like_one_of_ours_is_not_ours()
    {
        using var harness = new CommandLineHarness();
        harness.Home.Open("mine").Create();
        await File.WriteAllTextAsync(harness.Home.Open("mine").KubeconfigPath, Kubeconfig("https://127.0.0.1:64430"), Cancellation);
        harness.Variables["KUBECONFIG"] = harness.Write("config", Kubeconfig("https://127.0.0.1:6443"));

        var outcome = await harness.RunAsync("up", "--cluster", "current", "--dashboard", "none");

        Assert.Equal(2, outcome.Code);
        Assert.Contains("'https://127.0.0.1:6443', a cluster that is not IstioLab's", outcome.Error, StringComparison.Ordinal);
    }

    private static string Kubeconfig(string server) => $$"""
        apiVersion: v1
        kind: Config
        current-context: bare
        contexts: [{ name: bare, context: { cluster: bare, user: me } }]
        clusters: [{ name: bare, cluster: { server: "{{server}}" } }]
        users: [{ name: me, user: { token: t } }]
        """;

    private static async Task<IReadOnlyList<string>> NamespacesAsync(KubeApi api) =>
        [.. (await api.ListAsync("api/v1/namespaces", Cancellation)).Select(ns => (string)ns["metadata"]!["name"]!).Order(StringComparer.Ordinal)];

    private static async Task ReadyAsync(CommandLineHarness harness, Task<int> up, StringWriter error)
    {
        var registry = new EnvironmentRegistry(harness.Home.Open("default"));
        while (registry.FindRunning() is not { Complete: true })
        {
            Assert.False(up.IsCompleted, $"The environment ended before it was ready: {error}");
            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, Cancellation);
        }
    }
}
