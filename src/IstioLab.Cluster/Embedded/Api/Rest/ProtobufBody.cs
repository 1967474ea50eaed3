using System.Text.Json.Nodes;

namespace IstioLab.Cluster.Embedded.Api.Rest;

/// <summary>Bodies in Kubernetes' protobuf encoding.</summary>
internal static class ProtobufBody
{
    /// <summary>Reads an object of a kind that the schemas know.</summary>
    public static JsonObject Read(byte[] bytes) =>
        throw ApiErrors.UnsupportedMediaType($"protobuf bodies are not supported ({bytes.Length} bytes); send application/json");
}
