using System.Text.Json.Nodes;
using IstioLab.Labs.Manifests;

namespace IstioLab.Labs.Tests.Manifests;

public sealed class MergePatchTests
{
    [Theory]
    [InlineData("{}", "{'a':1}", "{'a':1,'server':2}", "{}")]
    [InlineData("{}", "{'a':1}", "{'a':2}", "{'a':1}")]
    [InlineData("{'a':1,'b':2}", "{'a':1}", "{'a':1,'b':2,'c':3}", "{'b':null}")]
    [InlineData("{'b':2}", "{'a':1}", "{'a':1}", "{}")]
    [InlineData("{}", "{'s':{'x':1}}", "{'s':{'x':1,'y':2}}", "{}")]
    [InlineData("{}", "{'l':[{'n':'c1'}]}", "{'l':[{'n':'c1','pull':'Always'}]}", "{}")]
    [InlineData("{}", "{'l':[{'n':'c1'}]}", "{'l':[{'n':'c1'},{'n':'istio-proxy'}]}", "{'l':[{'n':'c1'}]}")]
    [InlineData("{}", "{'w':0}", "{'w':90}", "{'w':0}")]
    public void Patch_has_what_differs_and_nothing_the_server_added(string last, string desired, string live, string patch) =>
        Assert.True(JsonNode.DeepEquals(Parse(patch), MergePatch.Create(Parse(last), Parse(desired), Parse(live))));

    private static JsonObject Parse(string text) => JsonNode.Parse(text.Replace('\'', '"'))!.AsObject();
}
