using System.Text.Json.Nodes;
using IstioLab.Cluster.Embedded.Patches;
using IstioLab.Config.Schemas;

namespace IstioLab.Cluster.Tests.Embedded.Patches;

public sealed class StrategicMergePatchTests
{
    private static readonly SchemaNode PodSpec = SchemaCatalog.BuiltIn.Type("core.v1.PodSpec")!;
    private static readonly SchemaNode Deployment = SchemaCatalog.BuiltIn.Find("apps", "v1", "Deployment")!.Root;

    [Theory]
    // Elements meet by their merge key.
    [InlineData(
        """{"containers":[{"name":"a","image":"1"},{"name":"b","image":"1"}]}""",
        """{"containers":[{"name":"b","image":"2"},{"name":"c","image":"1"}]}""",
        """{"containers":[{"name":"a","image":"1"},{"name":"b","image":"2"},{"name":"c","image":"1"}]}""")]
    // $patch: delete takes an element out, $patch: replace the whole list.
    [InlineData(
        """{"containers":[{"name":"a"},{"name":"b"}]}""",
        """{"containers":[{"name":"a","$patch":"delete"}]}""",
        """{"containers":[{"name":"b"}]}""")]
    [InlineData(
        """{"containers":[{"name":"a"},{"name":"b"}]}""",
        """{"containers":[{"$patch":"replace"},{"name":"c"}]}""",
        """{"containers":[{"name":"c"}]}""")]
    // $setElementOrder orders what the patch names; the server's own element keeps its place.
    [InlineData(
        """{"containers":[{"name":"a"},{"name":"side"},{"name":"b"}]}""",
        """{"$setElementOrder/containers":[{"name":"b"},{"name":"a"}],"containers":[{"name":"b","image":"2"}]}""",
        """{"containers":[{"name":"side"},{"name":"b","image":"2"},{"name":"a"}]}""")]
    [InlineData(
        """{"containers":[{"name":"a"},{"name":"b"}]}""",
        """{"$setElementOrder/containers":[{"name":"b"},{"name":"a"}]}""",
        """{"containers":[{"name":"b"},{"name":"a"}]}""")]
    // A list without a merge strategy is replaced, null removes, new objects lose their nulls.
    [InlineData("""{"containers":[{"name":"a","args":["1","2"]}]}""", """{"containers":[{"name":"a","args":["3"]}]}""", """{"containers":[{"name":"a","args":["3"]}]}""")]
    [InlineData("""{"hostname":"h","nodeName":"n"}""", """{"hostname":null}""", """{"nodeName":"n"}""")]
    [InlineData("""{}""", """{"securityContext":{"runAsUser":1,"runAsGroup":null}}""", """{"securityContext":{"runAsUser":1}}""")]
    // $retainKeys clears the siblings of a union.
    [InlineData(
        """{"volumes":[{"name":"v","emptyDir":{}}]}""",
        """{"volumes":[{"name":"v","$retainKeys":["name","hostPath"],"hostPath":{"path":"/x"}}]}""",
        """{"volumes":[{"name":"v","hostPath":{"path":"/x"}}]}""")]
    // An object can be replaced as a whole or deleted.
    [InlineData("""{"nodeSelector":{"a":"1"}}""", """{"nodeSelector":{"$patch":"replace","b":"2"}}""", """{"nodeSelector":{"b":"2"}}""")]
    public void Pod_specs_merge_as_kubernetes_does(string target, string patch, string expected)
    {
        var result = JsonNode.Parse(target)!.AsObject();

        StrategicMergePatch.Apply(result, JsonNode.Parse(patch)!.AsObject(), PodSpec);

        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(expected), result), result.ToJsonString());
    }

    [Fact]
    public void Finalizers_are_a_set()
    {
        var result = JsonNode.Parse("""{"metadata":{"finalizers":["a","b"]}}""")!.AsObject();

        StrategicMergePatch.Apply(
            result, JsonNode.Parse("""{"metadata":{"$deleteFromPrimitiveList/finalizers":["a"],"finalizers":["b","c"]}}""")!.AsObject(), Deployment);

        Assert.Equal("""{"metadata":{"finalizers":["b","c"]}}""", result.ToJsonString());
    }

    [Theory]
    [InlineData("""{"containers":[{"image":"x"}]}""", "does not contain declared merge key: name")]
    [InlineData("""{"nodeSelector":{"$patch":"frobnicate"}}""", "unknown patch type found: frobnicate")]
    [InlineData("""{"volumes":[{"name":"v","$retainKeys":["name"],"emptyDir":{}}]}""", "not in its $retainKeys")]
    public void Patches_that_make_no_sense_say_why(string patch, string reason)
    {
        var target = JsonNode.Parse("""{"containers":[{"name":"a"}],"volumes":[{"name":"v"}]}""")!.AsObject();

        var problem = Assert.Throws<PatchException>(() => StrategicMergePatch.Apply(target, JsonNode.Parse(patch)!.AsObject(), PodSpec));

        Assert.Contains(reason, problem.Message, StringComparison.Ordinal);
    }
}
