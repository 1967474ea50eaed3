using System.Text.Json.Nodes;
using IstioLab.Cluster.Embedded.Patches;

namespace IstioLab.Cluster.Tests.Embedded.Patches;

public sealed class JsonPatchTests
{
    [Theory]
    [InlineData("""{"a":1}""", """[{"op":"add","path":"/b","value":2}]""", """{"a":1,"b":2}""")]
    [InlineData("""{"a":[1,3]}""", """[{"op":"add","path":"/a/1","value":2}]""", """{"a":[1,2,3]}""")]
    [InlineData("""{"a":[1]}""", """[{"op":"add","path":"/a/-","value":2}]""", """{"a":[1,2]}""")]
    [InlineData("""{"a":1,"b":2}""", """[{"op":"remove","path":"/a"}]""", """{"b":2}""")]
    [InlineData("""{"a":[1,2]}""", """[{"op":"remove","path":"/a/0"}]""", """{"a":[2]}""")]
    [InlineData("""{"a":1}""", """[{"op":"replace","path":"/a","value":{"b":2}}]""", """{"a":{"b":2}}""")]
    [InlineData("""{"a":{"x/y":1,"m~n":2}}""", """[{"op":"replace","path":"/a/x~1y","value":3},{"op":"remove","path":"/a/m~0n"}]""", """{"a":{"x/y":3}}""")]
    [InlineData("""{"a":{"b":1}}""", """[{"op":"move","from":"/a/b","path":"/c"}]""", """{"a":{},"c":1}""")]
    [InlineData("""{"a":{"b":1}}""", """[{"op":"copy","from":"/a","path":"/c"}]""", """{"a":{"b":1},"c":{"b":1}}""")]
    [InlineData("""{"a":[1,2]}""", """[{"op":"test","path":"/a","value":[1,2]},{"op":"add","path":"","value":{"n":null}}]""", """{"n":null}""")]
    public void Operations_change_the_document(string document, string patch, string expected)
    {
        var result = JsonPatch.Apply(JsonNode.Parse(document), JsonNode.Parse(patch)!.AsArray());

        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(expected), result), result?.ToJsonString());
    }

    [Theory]
    [InlineData("""[{"op":"remove","path":"/x"}]""", "missing path: /x")]
    [InlineData("""[{"op":"replace","path":"/x","value":1}]""", "missing path: /x")]
    [InlineData("""[{"op":"test","path":"/a","value":2}]""", "testing value /a failed")]
    [InlineData("""[{"op":"add","path":"/l/9","value":1}]""", "missing path: /l/9")]
    [InlineData("""[{"op":"add","path":"/l/01","value":1}]""", "missing path")]
    [InlineData("""[{"op":"frobnicate","path":"/a"}]""", "unexpected kind: frobnicate")]
    [InlineData("""[{"path":"/a"}]""", "no 'op'")]
    [InlineData("""[{"op":"add","path":"/a"}]""", "needs a value")]
    [InlineData("""[{"op":"move","from":"/o","path":"/o/p"}]""", "into itself")]
    [InlineData("""[7]""", "not an object")]
    public void Operations_that_cannot_apply_say_why(string patch, string reason)
    {
        var document = JsonNode.Parse("""{"a":1,"l":[1],"o":{}}""");

        var problem = Assert.Throws<PatchException>(() => JsonPatch.Apply(document, JsonNode.Parse(patch)!.AsArray()));

        Assert.Contains(reason, problem.Message, StringComparison.Ordinal);
    }
}
