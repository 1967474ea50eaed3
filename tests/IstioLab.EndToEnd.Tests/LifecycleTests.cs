using System.Diagnostics;
using System.Text.Json;

namespace IstioLab.EndToEnd.Tests;

/// <summary>Environments that come, go, crash and stand side by side.</summary>
public sealed class LifecycleTests
{
    [Fact]
    public async Task Up_status_and_down_tell_the_truth()
    {
        await using var lab = new LabHost();
        await lab.UpAsync(arguments: ["--dashboard", "none"]);

        var status = await lab.LabJsonAsync("status");
        Assert.Equal("default", status.GetProperty("name").GetString());
        Assert.Equal("embedded", status.GetProperty("cluster").GetString());
        Assert.Equal("ready", status.GetProperty("state").GetString());
        Assert.Equal("canary", status.GetProperty("lab").GetString());
        Assert.Equal("1.30", status.GetProperty("istio").GetString());
        Assert.Equal(await lab.KubeconfigAsync(), status.GetProperty("kubeconfig").GetString());
        Assert.True(IsAlive(status));

        // A dashboard applies steps too, and leaves its mark at the namespace.
        await lab.KubectlAsync("annotate namespace nolen istiolab.dev/step=3 --overwrite");
        await UntilStatusSaysAsync(lab, "canary, step 3");

        var down = await lab.DownAsync();
        Assert.Equal(0, down.ExitCode);
        await WaitUntilGoneAsync(status);
        Assert.NotEqual(0, (await lab.LabAsync("status")).ExitCode);
    }

    [Fact]
    public async Task Environment_killed_without_warning_starts_again_with_nothing_left_over()
    {
        await using var lab = new LabHost();
        await lab.UpAsync(arguments: ["--dashboard", "none"]);
        var first = await lab.LabJsonAsync("status");
        var kubeconfig = await File.ReadAllTextAsync(await lab.KubeconfigAsync(), TestContext.Current.CancellationToken);

        using (var process = Process.GetProcessById(LabHost.ProcessId(first)))
        {
            process.Kill();
            await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        }

        await lab.UpAsync(arguments: ["--dashboard", "none"]);
        var second = await lab.LabJsonAsync("status");

        Assert.NotEqual(LabHost.ProcessId(first), LabHost.ProcessId(second));
        Assert.Equal("ready", second.GetProperty("state").GetString());
        Assert.Equal(kubeconfig, await File.ReadAllTextAsync(await lab.KubeconfigAsync(), TestContext.Current.CancellationToken));
        Assert.Contains("Running", await lab.KubectlAsync("get pods -n nolen"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Two_environments_side_by_side_do_not_meet()
    {
        await using var lab = new LabHost();
        await lab.UpAsync("left", "--dashboard", "none", "--lab", "none");
        await lab.UpAsync("right", "--dashboard", "none", "--lab", "none");

        await lab.KubectlAsync("create namespace only-left", name: "left");

        var right = await lab.TryKubectlAsync(["get", "namespace", "only-left"], name: "right");
        Assert.Equal(1, right.ExitCode);
        Assert.Contains("namespaces \"only-left\" not found", right.Error, StringComparison.Ordinal);

        Assert.Equal(0, (await lab.DownAsync("left")).ExitCode);
        Assert.Contains("default", await lab.KubectlAsync("get namespaces", name: "right"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Second_up_of_a_running_environment_says_so_and_changes_nothing()
    {
        await using var lab = new LabHost();
        await lab.UpAsync(arguments: ["--dashboard", "none", "--lab", "none"]);
        var before = await lab.LabJsonAsync("status");

        await lab.LabAsync("up", "--detach", "--dashboard", "none", "--lab", "none");

        Assert.Equal(LabHost.ProcessId(before), LabHost.ProcessId(await lab.LabJsonAsync("status")));
    }

    private static async Task UntilStatusSaysAsync(LabHost lab, string words)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(TimeSpan.FromMinutes(1));
        using var tick = new PeriodicTimer(TimeSpan.FromMilliseconds(100));
        while (!(await lab.LabAsync("status")).Output.Contains(words, StringComparison.Ordinal))
        {
            await tick.WaitForNextTickAsync(limit.Token);
        }
    }

    private static async Task WaitUntilGoneAsync(JsonElement status)
    {
        // The process has ended by now, but a slow init may still keep its entry.
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(TimeSpan.FromSeconds(60));
        using var tick = new PeriodicTimer(TimeSpan.FromMilliseconds(100));
        while (IsAlive(status))
        {
            await tick.WaitForNextTickAsync(limit.Token);
        }
    }

    private static bool IsAlive(JsonElement status)
    {
        try
        {
            using var process = Process.GetProcessById(LabHost.ProcessId(status));
            return !process.HasExited;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }
}
