using System.Text.Json.Nodes;
using IstioLab.Cluster.Embedded.Controllers.Deployments;
using IstioLab.Cluster.Embedded.Storage;

namespace IstioLab.Cluster.Tests.Embedded.Controllers;

public sealed class RolloutPlanTests
{
    private static StoredObject Store(string kind, JsonObject spec, JsonObject? status = null) => ObjectJson.Store(
        new ObjectKey(kind, "x", "web"),
        new JsonObject
        {
            ["metadata"] = new JsonObject { ["name"] = "web", ["uid"] = Guid.NewGuid().ToString(), ["creationTimestamp"] = "2026-01-01T00:00:00Z" },
            ["spec"] = spec,
            ["status"] = status,
        },
        1);

    private static ReplicaSetView Set(int replicas, int available) =>
        new(Store("replicasets.apps", new JsonObject { ["replicas"] = replicas }, new JsonObject { ["replicas"] = replicas, ["availableReplicas"] = available }));

    [Theory]
    [InlineData(3, "25%", "25%", 1, 0)]
    [InlineData(4, "25%", "25%", 1, 1)]
    [InlineData(10, "30%", "50%", 3, 5)]
    [InlineData(1, "100%", "25%", 1, 0)]
    [InlineData(5, "0", "0%", 0, 1)]
    public void Limits_of_a_deployment_round_surge_up_and_unavailable_down(int replicas, string surge, string unavailable, int expectedSurge, int expectedUnavailable)
    {
        static JsonNode Value(string text) => int.TryParse(text, out var number) ? number : text;
        var deployment = new DeploymentSpec(Store("deployments.apps", new JsonObject
        {
            ["replicas"] = replicas,
            ["strategy"] = new JsonObject { ["rollingUpdate"] = new JsonObject { ["maxSurge"] = Value(surge), ["maxUnavailable"] = Value(unavailable) } },
        }));

        Assert.Equal((expectedSurge, expectedUnavailable), (deployment.MaxSurge, deployment.MaxUnavailable));
    }

    [Theory]
    [InlineData(3, 0, 0, 3, 3, 1, 3)] // one more than wanted may exist
    [InlineData(3, 1, 0, 3, 3, 1, 3)] // the new pod does not serve yet: nothing goes
    [InlineData(3, 1, 1, 3, 3, 1, 2)] // it serves: one old pod goes
    [InlineData(3, 1, 1, 2, 2, 2, 2)] // and the next new one comes
    [InlineData(3, 1, 1, 3, 1, 1, 2)] // old pods that do not serve go first
    public void Plan_moves_one_step_at_a_time(int replicas, int newSize, int newAvailable, int oldSize, int oldAvailable, int nextNew, int nextOld)
    {
        var deployment = new DeploymentSpec(Store("deployments.apps", new JsonObject { ["replicas"] = replicas }));
        var (current, old) = (Set(newSize, newAvailable), Set(oldSize, oldAvailable));

        Assert.Equal(nextNew, RolloutPlan.NewSize(deployment, current, [current, old]));
        var sizes = RolloutPlan.OldSizes(deployment, current, [old]);
        Assert.Equal(nextOld, sizes.Count == 0 ? oldSize : sizes[0].Size);
    }
}
