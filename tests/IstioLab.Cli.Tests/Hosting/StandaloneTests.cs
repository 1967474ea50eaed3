using System.Text.Json.Nodes;
using IstioLab.Cli.CommandLine;
using IstioLab.Cli.Tests.CommandLine;
using IstioLab.Cluster.Environments;

namespace IstioLab.Cli.Tests.Hosting;

public sealed class StandaloneTests
{
    [Fact]
    public async Task Environment_is_used_through_the_command_line_and_leaves_only_what_the_next_start_reads()
    {
        using var harness = new CommandLineHarness();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        await using var output = new StringWriter();
        await using var error = new StringWriter();
        using var input = new StringReader("");
        var up = CommandLineProgram.RunAsync(["up", "--dashboard", "none"], harness.Services(output, error, input), stop.Token);
        await ReadyAsync(harness, up);

        var status = JsonNode.Parse((await harness.RunAsync("status", "-o", "json")).Out)!;
        Assert.Equal(("ready", "embedded", "canary"), ((string?)status["state"], (string?)status["cluster"], (string?)status["lab"]));
        Assert.Equal(Environment.ProcessId, (int?)status["pid"]);

        var second = await harness.RunAsync("up");
        Assert.Equal(1, second.Code);
        Assert.Contains("is already running", second.Error, StringComparison.Ordinal);

        var check = await harness.RunAsync("check", "-o", "json");
        Assert.Equal(0, check.Code);

        Assert.Equal(0, (await harness.RunAsync("run", "canary", "--step", "2")).Code);
        var split = JsonNode.Parse((await harness.RunAsync("curl", "--from", "apps-client", "--count", "100", "http://apps-svc-all", "-o", "json")).Out)!;
        Assert.Equal((100, 0, true), ((int?)split["requests"], (int?)split["failed"], (bool?)split["sidecar"]));
        Assert.Equal(0, (await harness.RunAsync("proxy-config", "routes", "apps-client")).Code);

        await stop.CancelAsync();
        Assert.Equal(0, await up);
        var left = Directory.GetFileSystemEntries(harness.Home.Open("default").Folder).Select(Path.GetFileName);
        Assert.DoesNotContain(left, name => name is "environment.json" or "lab.json" or "net" or "net.control");
        Assert.Contains("kubeconfig", left);
        Assert.Equal(1, (await harness.RunAsync("status")).Code);
    }

    private static async Task ReadyAsync(CommandLineHarness harness, Task<int> up)
    {
        var registry = new EnvironmentRegistry(harness.Home.Open("default"));
        var time = TimeProvider.System;
        while (registry.FindRunning() is not { Complete: true })
        {
            Assert.False(up.IsCompleted, "The environment ended before it was ready.");
            await Task.Delay(TimeSpan.FromMilliseconds(20), time, TestContext.Current.CancellationToken);
        }
    }
}
