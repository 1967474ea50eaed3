using System.Text.Json.Nodes;
using IstioLab.Cluster.Embedded.Api;
using IstioLab.Cluster.Embedded.Kubelet;
using IstioLab.Cluster.Embedded.Objects;
using IstioLab.Cluster.Tests.Embedded.Controllers;

namespace IstioLab.Cluster.Tests.Embedded.Kubelet;

public sealed class KubeletTests
{
    private static string Waiting(JsonObject pod) => pod.Items("status", "containerStatuses").FirstOrDefault().Text("state", "waiting", "reason");

    [Fact]
    public async Task Pod_with_an_image_runs_and_is_ready()
    {
        await using var harness = new ControllerHarness();
        await harness.StartAsync();
        await harness.CreatePodAsync("p", "sleep");

        var pod = await harness.UntilAsync(Resources.Pods, "p", item => item.IsReady());

        Assert.Equal("Running", pod.Text("status", "phase"));
        Assert.Equal("10.244.0.2", pod.Text("status", "podIP"));
        Assert.Equal(
            ["PodReadyToStartContainers", "Initialized", "Ready", "ContainersReady", "PodScheduled"],
            pod.Items("status", "conditions").Select(condition => condition.Text("type")));
        await harness.UntilEventAsync("Pulled", "Container image \"sleep\" already present on machine and can be accessed by the pod");
        await harness.UntilEventAsync("Created", "Container created");
        await harness.UntilEventAsync("Started", "Container started");
    }

    [Fact]
    public async Task Pod_that_declares_a_port_is_ready_when_it_listens_or_after_a_second()
    {
        await using var harness = new ControllerHarness();
        await harness.StartAsync();
        var ports = new JsonObject { ["ports"] = new JsonArray(new JsonObject { ["containerPort"] = 80 }) };
        await harness.CreatePodAsync("deaf", "sleep", more: ports);
        await harness.CreatePodAsync("listening", "listen", more: ports);

        await harness.UntilAsync(Resources.Pods, "listening", item => item.IsReady());
        var deaf = await harness.UntilAsync(Resources.Pods, "deaf", item => item.Text("status", "phase") == "Running");
        Assert.False(deaf.IsReady());
        await harness.UntilAsync(Resources.Pods, "deaf", item => item.IsReady(), TimeSpan.FromSeconds(1));
    }

    [Fact]
    public async Task Attach_succeeds_whatever_the_container_ends_with()
    {
        await using var harness = new ControllerHarness();
        await harness.StartAsync();
        await harness.CreatePodAsync("p", "sleep");
        await harness.UntilAsync(Resources.Pods, "p", item => item.IsReady());
        var request = new PodExecRequest { Namespace = "x", Pod = "p", Container = "c" };

        var attached = new PodConnector(harness.Kubelet).AttachAsync(request, ControllerHarness.Token);
        await harness.Kubelet.Find("x", "p")!.Find("c")!.Current!.StopAsync(TimeSpan.Zero, ControllerHarness.Token);

        Assert.Equal(0, await attached);
    }

    [Fact]
    public async Task Pod_that_crashes_restarts_at_once_and_then_backs_off_doubling_from_ten_seconds()
    {
        await using var harness = new ControllerHarness();
        await harness.StartAsync();
        await harness.CreatePodAsync("p", "exit-3");
        for (var (restarts, delay) = (1, 10); restarts < 5; restarts++, delay *= 2)
        {
            var expected = restarts;
            var pod = await harness.UntilAsync(Resources.Pods, "p", item =>
                Waiting(item) == "CrashLoopBackOff" && item.Items("status", "containerStatuses").FirstOrDefault().Number("restartCount") == expected);
            var status = pod.Items("status", "containerStatuses").First();
            Assert.Equal(3, status.Number("lastState", "terminated", "exitCode"));
            var text = delay < 60 ? $"{delay}s" : $"{delay / 60}m{delay % 60}s";
            Assert.StartsWith($"back-off {text} restarting failed container=c pod=p_x(", status.Text("state", "waiting", "message"), StringComparison.Ordinal);
            harness.Time.Advance(TimeSpan.FromSeconds(delay));
        }

        await harness.UntilEventAsync("BackOff", "Back-off restarting failed container c in pod p_x(");
    }

    [Fact]
    public async Task Pod_with_an_unknown_image_says_what_to_do()
    {
        await using var harness = new ControllerHarness();
        await harness.StartAsync();
        await harness.CreatePodAsync("p", "nobody/has-this");

        await harness.UntilAsync(Resources.Pods, "p", item => Waiting(item) == "ErrImagePull");
        await harness.UntilAsync(Resources.Pods, "p", item => Waiting(item) == "ImagePullBackOff");

        await harness.UntilEventAsync("Failed", "'nobody/has-this' is not in the catalogue.");
        await harness.UntilEventAsync("Failed", "Error: ErrImagePull");
    }

    [Theory]
    [InlineData("exit-0", "Never", "Succeeded")]
    [InlineData("exit-0", "OnFailure", "Succeeded")]
    [InlineData("exit-2", "Never", "Failed")]
    public async Task Pod_that_may_not_restart_ends_with_its_container(string image, string policy, string phase)
    {
        await using var harness = new ControllerHarness();
        await harness.StartAsync();
        await harness.CreatePodAsync("p", image, policy);

        var pod = await harness.UntilAsync(Resources.Pods, "p", item => item.Text("status", "phase") == phase);

        Assert.Equal(phase == "Failed" ? "PodFailed" : "PodCompleted", pod.Condition("Ready").Text("reason"));
    }

    [Fact]
    public async Task Pod_that_refers_to_a_missing_config_map_waits_for_it()
    {
        await using var harness = new ControllerHarness();
        await harness.StartAsync();
        await harness.CreatePodAsync("p", "sleep", more: new JsonObject
        {
            ["env"] = new JsonArray(
                new JsonObject { ["name"] = "POD", ["valueFrom"] = new JsonObject { ["fieldRef"] = new JsonObject { ["fieldPath"] = "metadata.name" } } },
                new JsonObject { ["name"] = "HELLO", ["value"] = "hello $(POD) $(NOBODY) $$(POD)" },
                new JsonObject
                {
                    ["name"] = "COLOUR",
                    ["valueFrom"] = new JsonObject { ["configMapKeyRef"] = new JsonObject { ["name"] = "settings", ["key"] = "colour" } },
                }),
        });
        await harness.UntilAsync(Resources.Pods, "p", item => Waiting(item) == "CreateContainerConfigError");

        await harness.CreateAsync(Resources.ConfigMaps, "x", new JsonObject
        {
            ["metadata"] = new JsonObject { ["name"] = "settings" },
            ["data"] = new JsonObject { ["colour"] = "blue" },
        });
        await harness.UntilAsync(Resources.Pods, "p", item => item.IsReady());

        var environment = harness.Runtime.Created.Single().Environment.ToDictionary(StringComparer.Ordinal);
        Assert.Equal("blue", environment["COLOUR"]);
        Assert.Equal("hello p $(NOBODY) $(POD)", environment["HELLO"]);
    }

    [Fact]
    public async Task Pod_deleted_is_seen_terminating_and_then_gone()
    {
        await using var harness = new ControllerHarness();
        await harness.StartAsync();
        await harness.CreatePodAsync("p", "sleep");
        await harness.UntilAsync(Resources.Pods, "p", item => item.IsReady());
        using var pods = harness.Api.Subscribe([Resources.Pods]);

        await harness.Api.DeleteAsync(Resources.Pods, "x", "p", new(), ControllerHarness.Token);
        await harness.UntilGoneAsync(Resources.Pods, "x", "p");

        var phases = new List<string>();
        while (pods.Events.TryRead(out var change)) phases.Add($"{change.Type} {change.Object.IsTerminating()} {change.Object.ToNode().Text("status", "phase")}");
        Assert.Equal(["Added False Running", "Modified True Running", "Modified True Failed", "Deleted True Failed"], phases.Distinct());
    }
}
