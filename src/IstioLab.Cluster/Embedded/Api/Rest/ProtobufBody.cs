using System.Text.Json.Nodes;
using IstioLab.Config.Schemas;
using IstioLab.Config.Schemas.Protobuf;

namespace IstioLab.Cluster.Embedded.Api.Rest;

/// <summary>Bodies in Kubernetes' protobuf encoding (kubectl's generators send nothing else).</summary>
internal static class ProtobufBody
{
    /// <summary>Reads an object of a kind that the schemas know.</summary>
    public static JsonObject Read(byte[] bytes)
    {
        try
        {
            var envelope = ProtobufEnvelope.Read(bytes);
            if (envelope.Kind == "DeleteOptions")
                return ProtobufObjectReader.Read(SchemaCatalog.BuiltIn.Type("meta.v1.DeleteOptions")!, envelope.Object.Span);
            var schema = SchemaCatalog.BuiltIn.Find(envelope.ApiVersion, envelope.Kind)
                ?? throw ApiErrors.UnsupportedMediaType($"the embedded cluster has no protobuf schema of {envelope.Kind} in {envelope.ApiVersion}; send application/json");
            return ProtobufObjectReader.Read(schema, envelope.Object.Span);
        }
        catch (InvalidDataException problem)
        {
            throw ApiErrors.BadRequest($"the protobuf body cannot be read: {problem.Message}");
        }
    }
}
