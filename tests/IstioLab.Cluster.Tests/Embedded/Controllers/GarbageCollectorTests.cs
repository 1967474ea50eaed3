using System.Text.Json.Nodes;
using IstioLab.Cluster.Embedded.Api;
using IstioLab.Cluster.Embedded.Objects;
using IstioLab.Cluster.Embedded.Storage;

namespace IstioLab.Cluster.Tests.Embedded.Controllers;

public sealed class GarbageCollectorTests
{
    private static async Task<(StoredObject Owner, StoredObject Dependent)> CreateAsync(ControllerHarness harness)
    {
        await harness.StartAsync();
        var owner = await harness.CreateAsync(Resources.ConfigMaps, "x", new JsonObject { ["metadata"] = new JsonObject { ["name"] = "owner" } });
        var dependent = await harness.CreateAsync(Resources.ConfigMaps, "x", new JsonObject
        {
            ["metadata"] = new JsonObject { ["name"] = "dependent", ["ownerReferences"] = new JsonArray(owner.OwnerReference("v1", "ConfigMap")) },
        });
        return (owner, dependent);
    }

    [Theory]
    [InlineData(PropagationPolicy.Background)]
    [InlineData(PropagationPolicy.Foreground)]
    public async Task Owner_deleted_takes_its_dependents_along(object policy)
    {
        await using var harness = new ControllerHarness();
        await CreateAsync(harness);

        await harness.Api.DeleteAsync(Resources.ConfigMaps, "x", "owner", new DeleteRequest { Propagation = (PropagationPolicy)policy }, ControllerHarness.Token);

        await harness.UntilGoneAsync(Resources.ConfigMaps, "x", "dependent");
        await harness.UntilGoneAsync(Resources.ConfigMaps, "x", "owner");
    }

    [Fact]
    public async Task Owner_deleted_with_orphan_leaves_its_dependents_without_an_owner()
    {
        await using var harness = new ControllerHarness();
        await CreateAsync(harness);

        await harness.Api.DeleteAsync(Resources.ConfigMaps, "x", "owner", new DeleteRequest { Propagation = PropagationPolicy.Orphan }, ControllerHarness.Token);

        await harness.UntilGoneAsync(Resources.ConfigMaps, "x", "owner");
        Assert.Empty(harness.Api.Find(Resources.ConfigMaps, "x", "dependent")!.Owners);
    }

    [Fact]
    public async Task Object_whose_owner_never_existed_is_deleted()
    {
        await using var harness = new ControllerHarness();
        await harness.StartAsync();
        await harness.CreateAsync(Resources.ConfigMaps, "x", new JsonObject
        {
            ["metadata"] = new JsonObject
            {
                ["name"] = "orphan",
                ["ownerReferences"] = new JsonArray(new JsonObject { ["apiVersion"] = "v1", ["kind"] = "ConfigMap", ["name"] = "nobody", ["uid"] = "1" }),
            },
        });

        await harness.UntilGoneAsync(Resources.ConfigMaps, "x", "orphan");
    }
}
