using System.Text.Json.Nodes;
using IstioLab.Cluster.Embedded.Objects;
using IstioLab.Cluster.Embedded.Storage;

namespace IstioLab.Cluster.Tests.Embedded.Controllers;

public sealed class DeploymentTests
{
    private static bool Complete(JsonObject deployment, int replicas) =>
        deployment.Number("status", "availableReplicas") == replicas && deployment.Number("status", "replicas") == replicas
        && deployment.Number("status", "updatedReplicas") == replicas
        && deployment.LongNumber("status", "observedGeneration") == deployment.LongNumber("metadata", "generation");

    [Fact]
    public async Task Deployment_new_becomes_available_with_kubernetes_conditions()
    {
        await using var harness = new ControllerHarness();
        await harness.StartAsync();
        await harness.CreateDeploymentAsync("web", 2, "sleep");

        var deployment = await harness.UntilAsync(Resources.Deployments, "web", item => Complete(item, 2) && item.Condition("Progressing").Text("reason") == "NewReplicaSetAvailable");

        Assert.Equal("1", deployment.Text("metadata", "annotations", "deployment.kubernetes.io/revision"));
        Assert.Equal("MinimumReplicasAvailable", deployment.Condition("Available").Text("reason"));
        var set = Assert.Single(harness.Api.List(Resources.ReplicaSets, "x").Items);
        Assert.Matches("^web-[4-9b-d]{5,10}$", set.Name.Replace('f', 'b'));
        Assert.Equal("3", set.Annotations["deployment.kubernetes.io/max-replicas"]);
        await harness.UntilEventAsync("ScalingReplicaSet", $"Scaled up replica set {set.Name} from 0 to 2");
        await harness.UntilEventAsync("SuccessfulCreate", $"Created pod: {set.Name}-");
        await harness.UntilEventAsync("Scheduled", "Successfully assigned x/web-");
    }

    [Fact]
    public async Task Deployment_rolling_update_never_has_fewer_available_pods_than_allowed()
    {
        await using var harness = new ControllerHarness();
        await harness.StartAsync();
        await harness.CreateDeploymentAsync("web", 3, "sleep");
        await harness.UntilAsync(Resources.Deployments, "web", item => Complete(item, 3));
        using var pods = harness.Api.Subscribe([Resources.Pods]);
        var serving = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < pods.InitialCount; i++) serving.Add((await pods.Events.ReadAsync(ControllerHarness.Token)).Object.Name);

        await harness.ChangeAsync(Resources.Deployments, "web", item => item.Child("spec", "template", "metadata", "annotations")["x"] = "2");
        await harness.UntilAsync(Resources.Deployments, "web", item => Complete(item, 3) && item.Text("metadata", "annotations", "deployment.kubernetes.io/revision") == "2");

        var (fewest, most) = (3, 3);
        while (pods.Events.TryRead(out var change))
        {
            var pod = change.Object.ToNode();
            if (change.Type != ObjectEventType.Deleted && pod.IsReady() && !pod.IsTerminating()) serving.Add(change.Object.Name);
            else serving.Remove(change.Object.Name);
            (fewest, most) = (Math.Min(fewest, serving.Count), Math.Max(most, serving.Count));
        }

        Assert.Equal(3, fewest);
        Assert.Equal(4, most);
        Assert.Equal([0, 3], harness.Api.List(Resources.ReplicaSets, "x").Items.Select(set => set.ToNode().Number("spec", "replicas") ?? -1).Order());
    }

    [Fact]
    public async Task Deployment_undone_takes_the_old_replica_set_under_a_new_revision()
    {
        await using var harness = new ControllerHarness();
        await harness.StartAsync();
        await harness.CreateDeploymentAsync("web", 1, "sleep");
        await harness.UntilAsync(Resources.Deployments, "web", item => Complete(item, 1));
        var first = harness.Api.List(Resources.ReplicaSets, "x").Items[0].Name;
        await harness.ChangeAsync(Resources.Deployments, "web", item => item.Child("spec", "template", "metadata")["annotations"] = new JsonObject { ["x"] = "2" });
        await harness.UntilAsync(Resources.Deployments, "web", item => Complete(item, 1) && item.Text("metadata", "annotations", "deployment.kubernetes.io/revision") == "2");

        await harness.ChangeAsync(Resources.Deployments, "web", item => item.Child("spec", "template", "metadata").Remove("annotations"));

        await harness.UntilAsync(Resources.Deployments, "web", item => Complete(item, 1) && item.Text("metadata", "annotations", "deployment.kubernetes.io/revision") == "3");
        var set = harness.Api.Find(Resources.ReplicaSets, "x", first)!;
        Assert.Equal("3", set.Annotations["deployment.kubernetes.io/revision"]);
        Assert.Equal("1", set.Annotations["deployment.kubernetes.io/revision-history"]);
        Assert.Equal(1, set.ToNode().Number("spec", "replicas"));
    }

    [Fact]
    public async Task Deployment_scaled_changes_the_replica_set_in_one_step()
    {
        await using var harness = new ControllerHarness();
        await harness.StartAsync();
        await harness.CreateDeploymentAsync("web", 2, "sleep");
        await harness.UntilAsync(Resources.Deployments, "web", item => Complete(item, 2));

        await harness.ChangeAsync(Resources.Deployments, "web", item => item.Child("spec")["replicas"] = 4);
        await harness.UntilAsync(Resources.Deployments, "web", item => Complete(item, 4));
        await harness.ChangeAsync(Resources.Deployments, "web", item => item.Child("spec")["replicas"] = 0);
        await harness.UntilAsync(Resources.Deployments, "web", item => item.Number("status", "replicas") is null && item.LongNumber("status", "observedGeneration") == 3);

        await harness.UntilEventAsync("ScalingReplicaSet", "from 2 to 4");
        await harness.UntilEventAsync("ScalingReplicaSet", "from 4 to 0");
    }

    [Fact]
    public async Task Deployment_recreate_starts_new_pods_only_when_the_old_ones_are_gone()
    {
        await using var harness = new ControllerHarness();
        await harness.StartAsync();
        await harness.CreateDeploymentAsync("web", 2, "sleep", new JsonObject { ["type"] = "Recreate" });
        await harness.UntilAsync(Resources.Deployments, "web", item => Complete(item, 2));
        using var pods = harness.Api.Subscribe([Resources.Pods]);

        await harness.ChangeAsync(Resources.Deployments, "web", item => item.Child("spec", "template", "metadata", "annotations")["x"] = "2");
        await harness.UntilAsync(Resources.Deployments, "web", item => Complete(item, 2) && item.Text("metadata", "annotations", "deployment.kubernetes.io/revision") == "2");

        var alive = new HashSet<string>(StringComparer.Ordinal);
        var most = 0;
        while (pods.Events.TryRead(out var change))
        {
            if (change.Type == ObjectEventType.Deleted || change.Object.ToNode().IsFinished()) alive.Remove(change.Object.Name);
            else alive.Add(change.Object.Name);
            most = Math.Max(most, alive.Count);
        }

        Assert.Equal(2, most);
    }

    [Fact]
    public async Task Deployment_paused_rolls_out_nothing_until_it_is_resumed()
    {
        await using var harness = new ControllerHarness();
        await harness.StartAsync();
        await harness.CreateDeploymentAsync("web", 1, "sleep");
        await harness.UntilAsync(Resources.Deployments, "web", item => Complete(item, 1));

        await harness.ChangeAsync(Resources.Deployments, "web", item =>
        {
            item.Child("spec")["paused"] = true;
            item.Child("spec", "template", "metadata", "annotations")["x"] = "2";
        });
        await harness.UntilAsync(Resources.Deployments, "web", item => item.Condition("Progressing").Text("reason") == "DeploymentPaused");
        Assert.Single(harness.Api.List(Resources.ReplicaSets, "x").Items);

        await harness.ChangeAsync(Resources.Deployments, "web", item => item.Child("spec").Remove("paused"));
        await harness.UntilAsync(Resources.Deployments, "web", item => Complete(item, 1) && item.Text("metadata", "annotations", "deployment.kubernetes.io/revision") == "2");
    }

    [Fact]
    public async Task Deployment_that_cannot_pull_its_image_exceeds_its_deadline()
    {
        await using var harness = new ControllerHarness();
        await harness.StartAsync();
        await harness.CreateDeploymentAsync("web", 1, "nobody/has-this");
        await harness.UntilAsync(Resources.Deployments, "web", item => item.Condition("Progressing").Text("reason") == "ReplicaSetUpdated");

        await harness.UntilAsync(
            Resources.Deployments, "web", item => item.Condition("Progressing").Text("reason") == "ProgressDeadlineExceeded", TimeSpan.FromSeconds(605));
    }

    [Fact]
    public async Task Deployment_deleted_takes_replica_sets_and_pods_along()
    {
        await using var harness = new ControllerHarness();
        await harness.StartAsync();
        await harness.CreateDeploymentAsync("web", 2, "sleep");
        await harness.UntilAsync(Resources.Deployments, "web", item => Complete(item, 2));
        var pod = harness.Api.List(Resources.Pods, "x").Items[0].Name;

        await harness.Api.DeleteAsync(Resources.Deployments, "x", "web", new(), ControllerHarness.Token);

        await harness.UntilGoneAsync(Resources.Pods, "x", pod);
        Assert.Empty(harness.Api.List(Resources.ReplicaSets, "x").Items);
        await harness.UntilEventAsync("Killing", "Stopping container c");
    }

    [Fact]
    public async Task Namespace_deleted_goes_when_its_content_is_gone()
    {
        await using var harness = new ControllerHarness();
        await harness.StartAsync();
        await harness.UntilAsync(Resources.ConfigMaps, "kube-root-ca.crt", item => item.Text("data", "ca.crt") == "certificate");
        await harness.CreateDeploymentAsync("web", 2, "sleep");
        await harness.UntilAsync(Resources.Deployments, "web", item => Complete(item, 2));

        await harness.Api.DeleteAsync(Resources.Namespaces, "", "x", new(), ControllerHarness.Token);
        await harness.UntilGoneAsync(Resources.Namespaces, "", "x");

        Assert.Empty(harness.Api.List(Resources.Pods, "x").Items);
        Assert.Empty(harness.Api.List(Resources.ConfigMaps, "x").Items);
    }
}
