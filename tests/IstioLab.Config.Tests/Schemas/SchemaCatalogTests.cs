using IstioLab.Config.Schemas;

namespace IstioLab.Config.Tests.Schemas;

public sealed class SchemaCatalogTests
{
    [Fact]
    public void Every_type_of_every_kind_parses()
    {
        var seen = new HashSet<string>();
        foreach (var schema in SchemaCatalog.BuiltIn.Resources)
        {
            Visit(schema.Root, seen);
            Assert.Contains("metadata", schema.Root.Fields.Keys.Append(schema.Kind is "SelfSubjectRulesReview" ? "metadata" : ""));
        }

        Assert.True(seen.Count > 400, $"only {seen.Count} types");
    }

    [Theory]
    [InlineData("", "v1", "Pod")]
    [InlineData("apps", "v1", "Deployment")]
    [InlineData("networking.istio.io", "v1beta1", "VirtualService")]
    [InlineData("telemetry.istio.io", "v1alpha1", "Telemetry")]
    [InlineData("autoscaling", "v2", "HorizontalPodAutoscaler")]
    public void Find_by_group_version_kind_gives_the_schema(string group, string version, string kind)
    {
        var schema = SchemaCatalog.BuiltIn.Find(group, version, kind);

        Assert.NotNull(schema);
        Assert.True(schema.Root.Fields.ContainsKey("spec"));
    }

    [Fact]
    public void Pod_containers_have_merge_and_list_keys()
    {
        var containers = SchemaCatalog.BuiltIn.Find("v1", "Pod")!.Root.Fields["spec"].Node.Fields["containers"].Node;

        Assert.Equal("name", containers.PatchMergeKey);
        Assert.Equal(PatchStrategy.Merge, containers.PatchStrategy);
        Assert.Equal(ListType.Map, containers.ListType);
        Assert.Equal(["containerPort", "protocol"], containers.Items!.Fields["ports"].Node.ListMapKeys);
        Assert.Equal(PatchStrategy.Merge | PatchStrategy.RetainKeys, SchemaCatalog.BuiltIn.Type("core.v1.PodSpec")!.Fields["volumes"].Node.PatchStrategy);
    }

    [Fact]
    public void Embedded_structs_are_flat_in_json_and_a_level_on_the_wire()
    {
        var volume = SchemaCatalog.BuiltIn.Type("core.v1.Volume")!;

        Assert.Contains("configMap", volume.Fields.Keys);
        Assert.DoesNotContain("volumeSource", volume.Fields.Keys);
        Assert.True(volume.WireFields[2].Inline);
    }

    private static void Visit(SchemaNode node, HashSet<string> seen)
    {
        if (node.TypeName is { } name && !seen.Add(name))
        {
            return;
        }

        foreach (var field in node.Fields.Values)
        {
            Visit(field.Node, seen);
        }

        if (node.Items is not null)
        {
            Visit(node.Items, seen);
        }
    }
}
