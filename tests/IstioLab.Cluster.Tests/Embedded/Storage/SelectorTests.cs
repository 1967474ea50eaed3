using System.Text.Json.Nodes;
using IstioLab.Cluster.Embedded.Storage;

namespace IstioLab.Cluster.Tests.Embedded.Storage;

public sealed class SelectorTests
{
    private static readonly Dictionary<string, string> Labels = new() { ["app"] = "web", ["tier"] = "front", ["n"] = "5" };

    [Theory]
    [InlineData("", true)]
    [InlineData("app=web", true)]
    [InlineData("app==web,tier!=back", true)]
    [InlineData("app in (web, db)", true)]
    [InlineData("app notin (web)", false)]
    [InlineData("app", true)]
    [InlineData("!app", false)]
    [InlineData("!other", true)]
    [InlineData("other!=x", true)]
    [InlineData("n>4", true)]
    [InlineData("n<4", false)]
    [InlineData("app=", false)]
    public void Label_selector_matches_as_kubernetes_does(string text, bool expected)
    {
        Assert.True(LabelSelector.TryParse(text, out var selector, out _));
        Assert.Equal(expected, selector.Matches(Labels));
    }

    [Theory]
    [InlineData("app in web")]
    [InlineData("app=web,")]
    [InlineData("=web")]
    [InlineData("n>x")]
    [InlineData("app % web")]
    public void Label_selector_that_cannot_be_read_says_why(string text)
    {
        Assert.False(LabelSelector.TryParse(text, out _, out var error));
        Assert.StartsWith("unable to parse requirement: ", error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("metadata.name=p", true)]
    [InlineData("metadata.name!=p", false)]
    [InlineData("status.phase=Running,spec.nodeName=node1", true)]
    [InlineData("status.phase==Failed", false)]
    [InlineData("spec.missing=", true)]
    [InlineData("spec.on=true,spec.n=3", true)]
    public void Field_selector_reads_stored_bytes(string text, bool expected)
    {
        var body = JsonNode.Parse("""
            {"metadata":{"name":"p"},"spec":{"list":[{"nodeName":"no"}],"nodeName":"node1","on":true,"n":3},"status":{"phase":"Running"}}
            """)!.AsObject();
        var item = new ObjectStore().TryPut(new ObjectKey("pods", "x", "p"), null, body)!;

        Assert.True(FieldSelector.TryParse(text, out var selector, out _));
        Assert.Equal(expected, selector.Matches(item));
    }
}
