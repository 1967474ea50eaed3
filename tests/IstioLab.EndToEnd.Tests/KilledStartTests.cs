using System.Diagnostics;
using IstioLab.Cluster.Tools;

namespace IstioLab.EndToEnd.Tests;

/// <summary><c>up --cluster k3d</c> that is killed in a step, with dummy tools: the next command finds and clears what it left.</summary>
public sealed class KilledStartTests
{
    private static readonly TimeSpan s_limit = TimeSpan.FromMinutes(2);
    private static readonly string[] s_kinds = ["cluster", "container", "network", "volume"];

    [Theory]
    [InlineData("cluster-create", false)]
    [InlineData("cluster-create", true)]
    [InlineData("kubeconfig", true)]
    [InlineData("docker-pull", true)]
    [InlineData("image-import", true)]
    [InlineData("precheck", true)]
    [InlineData("install", true)]
    [InlineData("install", false)]
    public async Task Next_command_after_a_kill_leaves_nothing(string step, bool up)
    {
        await using var lab = new LabHost();
        await lab.UpAsync("server", "--lab", "none", "--dashboard", "none");
        await lab.KubectlAsync("-n kube-system create deployment coredns --image=busybox:1.36.1 -- sleep 100000", name: "server");
        await lab.KubectlAsync("apply -f -", ApiEndpoint, "server");
        var state = Directory.CreateDirectory(Path.Combine(lab.Home, "state")).FullName;
        var tools = PutTools(lab.Home, state);
        var kubeconfig = await File.ReadAllTextAsync(await lab.KubeconfigAsync("server"), TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(
            Path.Combine(state, "kubeconfig"), kubeconfig.Replace("istiolab-server", "k3d-istiolab-default", StringComparison.Ordinal), TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(Path.Combine(state, $"do.{step}"), "hang", TestContext.Current.CancellationToken);

        await using (var killed = lab.Start("up", "--cluster", "k3d", "--tools", tools, "--lab", "none", "--dashboard", "none"))
        {
            await ReachedAsync(Path.Combine(state, $"reached.{step}"), killed);
            using var process = Process.GetProcessById(killed.Id);
            process.Kill();
            await killed.Exited;
        }

        Assert.NotEmpty(Leftovers(state));
        File.Delete(Path.Combine(state, $"do.{step}"));
        if (up)
        {
            await lab.UpAsync("default", "--cluster", "k3d", "--tools", tools, "--lab", "none", "--dashboard", "none");
        }

        var down = await lab.DownAsync();

        Assert.True(down.ExitCode == 0, down.Error);
        Assert.Empty(Leftovers(state));
    }

    private const string ApiEndpoint = """
        apiVersion: discovery.k8s.io/v1
        kind: EndpointSlice
        metadata: { name: kubernetes, namespace: default, labels: { kubernetes.io/service-name: kubernetes } }
        addressType: IPv4
        endpoints: [{ addresses: ["10.0.0.1"] }]
        ports: [{ name: https, port: 6443 }]
        """;

    private static string PutTools(string home, string state)
    {
        var folder = Directory.CreateDirectory(Path.Combine(home, "tools-of-test")).FullName;
        var dummy = Tool.Find("IstioLab.Dummy", AppContext.BaseDirectory) ?? throw new FileNotFoundException("The dummy executable was not built.");
        foreach (var name in (string[])["k3d", "istioctl", "docker"])
        {
            var path = Path.Combine(folder, name);
            if (OperatingSystem.IsWindows())
            {
                File.WriteAllText($"{path}.cmd", $"@set ISTIOLAB_DUMMY={state}\r\n@\"{dummy.Path}\" {name} %*");
            }
            else
            {
                File.WriteAllText(path, $"#!/bin/sh\nexport ISTIOLAB_DUMMY='{state}'\nexec '{dummy.Path}' {name} \"$@\"\n");
                File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            }
        }

        return folder;
    }

    private static IEnumerable<string> Leftovers(string state) =>
        Directory.EnumerateFiles(state).Select(path => Path.GetFileName(path)).Where(name => s_kinds.Contains(name.Split('.')[0]));

    private static async Task ReachedAsync(string file, ToolProcess up)
    {
        var started = TimeProvider.System.GetTimestamp();
        while (!File.Exists(file))
        {
            Assert.False(up.Exited.IsCompleted, $"'up' ended before the step: {up.LastLine}");
            Assert.True(TimeProvider.System.GetElapsedTime(started) < s_limit, $"The step was not reached: {up.LastLine}");
            await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System, TestContext.Current.CancellationToken);
        }
    }
}
