using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using CsCheck;
using IstioLab.Config.Kubernetes;
using IstioLab.Config.Yaml;

namespace IstioLab.Config.Tests.Yaml;

public sealed class YamlDocumentReaderTests
{
    [Fact]
    public void Positions_count_through_all_documents()
    {
        var file = YamlDocumentReader.Read("a: 1\n---\nb:\n  c: x\n", "f.yaml");

        Assert.Equal(2, file.Documents.Length);
        Assert.Equal(new SourcePosition("f.yaml", 4, 6), file.Documents[1].Root!["b"]!["c"]!.Position);
    }

    [Theory]
    [InlineData("")]
    [InlineData("\n\n")]
    [InlineData("# only a comment\n")]
    [InlineData("---\n---\n")]
    public void Text_without_values_has_no_objects_and_no_problem(string text)
    {
        var file = YamlDocumentReader.Read(text);

        Assert.Empty(file.Diagnostics);
        Assert.All(file.Documents, document => Assert.Null(document.Root));
    }

    [Theory]
    [InlineData("a:\n\tb: 1\n", 2, "tab")]
    [InlineData("a: 1\n---\nb: [1, 2\n", 3, "no YAML")]
    [InlineData("a: \"open\n", 1, "no YAML")]
    [InlineData("a: *missing\n", 1, "missing")]
    [InlineData("a: \0\n", 1, "NUL")]
    public void Bad_text_is_reported_with_its_line(string text, int line, string words)
    {
        var file = YamlDocumentReader.Read(text, "f.yaml");

        var problem = Assert.Single(file.Diagnostics);
        Assert.Contains(words, problem.Message, StringComparison.Ordinal);
        Assert.True(problem.Position!.Line >= line, $"line {problem.Position.Line}");
    }

    [Fact]
    public void Bad_document_does_not_hide_the_others()
    {
        var file = YamlDocumentReader.Read("a: 1\n---\nb: [\n---\nc: 3\n");

        Assert.Equal(2, file.Documents.Length);
        Assert.Single(file.Diagnostics);
    }

    [Fact]
    public void Key_that_comes_twice_is_a_warning_and_the_last_counts()
    {
        var file = YamlDocumentReader.Read("a: 1\na: 2\n");

        Assert.Equal("2", ((YamlScalar)file.Documents[0].Root!["a"]!).Text);
        Assert.Contains("'a' is there twice", Assert.Single(file.Diagnostics).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("yes", YamlScalarKind.Boolean, "true")]
    [InlineData("off", YamlScalarKind.Boolean, "false")]
    [InlineData("'yes'", YamlScalarKind.String, "yes")]
    [InlineData("0777", YamlScalarKind.Integer, "511")]
    [InlineData("0x1F", YamlScalarKind.Integer, "31")]
    [InlineData("1_000", YamlScalarKind.Integer, "1000")]
    [InlineData("1.5e3", YamlScalarKind.Number, "1500")]
    [InlineData("1.2.3", YamlScalarKind.String, "1.2.3")]
    [InlineData("~", YamlScalarKind.Null, "null")]
    [InlineData("2020-01-01", YamlScalarKind.String, "2020-01-01")]
    public void Scalars_have_the_types_that_kubectl_gives_them(string text, YamlScalarKind kind, string value)
    {
        var scalar = Assert.IsType<YamlScalar>(YamlDocumentReader.Read($"a: {text}\n").Documents[0].Root!["a"]);

        Assert.Equal(kind, scalar.Kind);
        Assert.Equal(value, scalar.Text);
    }

    [Fact]
    public void Five_megabytes_are_read()
    {
        var text = new StringBuilder("items:\n");
        while (text.Length < 5_000_000)
        {
            text.Append("- name: value\n  list: [1, 2, 3]\n");
        }

        Assert.Empty(YamlDocumentReader.Read(text.ToString()).Diagnostics);
    }

    [Fact]
    public void Nesting_without_end_is_reported()
    {
        var problem = Assert.Single(YamlDocumentReader.Read(new string('[', 5_000)).Diagnostics);

        Assert.Contains("nested deeper", problem.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("- a\n- b\n", "no object")]
    [InlineData("apiVersion: v1\nmetadata: { name: x }\n", "'kind' is missing")]
    [InlineData("kind: Service\nmetadata: { name: x }\n", "'apiVersion'")]
    [InlineData("apiVersion: v1\nkind: Service\n", "'metadata.name'")]
    [InlineData("apiVersion: v1\nkind: Service\nmetadata: [1]\n", "'metadata.name'")]
    public void Object_that_lacks_its_identity_is_reported(string text, string words)
    {
        var problem = Assert.Single(ConfigObjectReader.Read(text, "f.yaml").Diagnostics);

        Assert.Contains(words, problem.Message, StringComparison.Ordinal);
        Assert.Equal(1, problem.Position!.Line);
    }

    [Fact]
    public void List_is_flattened()
    {
        var file = ConfigObjectReader.Read(
            "apiVersion: v1\nkind: List\nitems:\n- { apiVersion: v1, kind: Service, metadata: { name: a } }\n- { apiVersion: v1, kind: Service, metadata: { name: b } }\n");

        Assert.Equal(["a", "b"], file.Objects.Select(item => item.Id.Name));
    }

    [Fact]
    public void Any_text_gives_an_answer() =>
        Gen.String[Gen.Char["ab:-[]{}\"'#&*!|>%@`\n\t ,?0~"], 0, 60].Sample(text =>
        {
            var file = ConfigObjectReader.Read(text, "f.yaml");
            return file.Objects.IsEmpty && file.Diagnostics.All(problem => problem.Position is { Line: > 0 });
        }, iter: 2_000, seed: "0N0XIzNsQ0O2");

    [Fact]
    public void What_is_written_reads_the_same() =>
        Values(3).Sample(value =>
        {
            var text = YamlTextWriter.Write(new JsonObject { ["value"] = JsonNode.Parse(value) });
            var read = YamlJson.ToJson(YamlDocumentReader.Read(text).Documents[0].Root)!["value"];
            return JsonNode.DeepEquals(JsonNode.Parse(value), read);
        }, iter: 1_000, seed: "0N0XIzNsQ0O2");

    private static Gen<string> Values(int depth)
    {
        var text = Gen.String[Gen.Char["ab:-#'\"yno01. \n~*&{}[]"], 0, 12].Select(value => JsonSerializer.Serialize(value));
        var leaf = Gen.OneOf(text, Gen.Int.Select(number => $"{number}"), Gen.Bool.Select(flag => flag ? "true" : "false"), Gen.Const("null"));
        if (depth == 0)
        {
            return leaf;
        }

        var inner = Values(depth - 1);
        return Gen.OneOf(
            leaf,
            inner.Array[0, 4].Select(items => $"[{string.Join(',', items)}]"),
            Gen.Select(Gen.String[Gen.Char["abyn01: #"], 1, 6], inner).Array[0, 4].Select(pairs =>
                $"{{{string.Join(',', pairs.DistinctBy(pair => pair.Item1).Select(pair => $"{JsonSerializer.Serialize(pair.Item1)}:{pair.Item2}"))}}}"));
    }
}
