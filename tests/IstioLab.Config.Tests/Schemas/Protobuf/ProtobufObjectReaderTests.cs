using System.Text.Json.Nodes;
using IstioLab.Config.Schemas;
using IstioLab.Config.Schemas.Protobuf;

namespace IstioLab.Config.Tests.Schemas.Protobuf;

/// <summary>Bodies that kubectl 1.32 sent, against what the same command prints with --dry-run=client -o json.</summary>
public sealed class ProtobufObjectReaderTests
{
    public static TheoryData<string> Commands() =>
        [.. File.ReadLines(Path.Combine(AppContext.BaseDirectory, "Cases", "protobuf", "kubectl-create.jsonl"))];

    [Theory]
    [MemberData(nameof(Commands), DisableDiscoveryEnumeration = true)]
    public void Body_of_kubectl_create_is_the_object_it_prints(string line)
    {
        var recorded = JsonNode.Parse(line)!;
        var envelope = ProtobufEnvelope.Read(Convert.FromBase64String(recorded["body"]!.GetValue<string>()));
        var schema = SchemaCatalog.BuiltIn.Find(envelope.ApiVersion, envelope.Kind);
        Assert.NotNull(schema);

        var json = ProtobufObjectReader.Read(schema, envelope.Object.Span);

        if (recorded["json"] is { } expected)
        {
            Assert.Equal(Plain(expected)!.ToJsonString(), Plain(json)!.ToJsonString());
        }
        else
        {
            Assert.Equal("istio-ca", json["spec"]!["audiences"]![0]!.GetValue<string>());
            Assert.Equal(600, json["spec"]!["expirationSeconds"]!.GetValue<long>());
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("aGVsbG8=")]
    [InlineData("azhzAAoVCgdhcHBz")]
    public void Bytes_that_are_no_envelope_are_refused(string base64)
    {
        Assert.Throws<InvalidDataException>(() => ProtobufEnvelope.Read(Convert.FromBase64String(base64)));
    }

    /// <summary>Sorted, without nulls and without empty objects: Go prints both where a client may leave them out.</summary>
    private static JsonNode? Plain(JsonNode? node)
    {
        switch (node)
        {
            case JsonObject map:
                var plain = map.Select(static pair => KeyValuePair.Create(pair.Key, Plain(pair.Value)))
                    .Where(static pair => pair.Value is not (null or JsonObject { Count: 0 }))
                    .OrderBy(static pair => pair.Key, StringComparer.Ordinal);
                return new JsonObject(plain);
            case JsonArray array:
                return new JsonArray([.. array.Select(Plain)]);
            default:
                return node?.DeepClone();
        }
    }
}
