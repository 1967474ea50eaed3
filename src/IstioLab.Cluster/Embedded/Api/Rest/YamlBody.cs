using System.Text;
using System.Text.Json.Nodes;

namespace IstioLab.Cluster.Embedded.Api.Rest;

/// <summary>YAML bodies (server-side apply allows them). JSON is YAML, and is read as JSON.</summary>
internal static class YamlBody
{
    /// <summary>Reads one document.</summary>
    public static JsonNode? Parse(byte[] bytes)
    {
        var text = Encoding.UTF8.GetString(bytes);
        try
        {
            return text.AsSpan().TrimStart() is ['{', ..] ? JsonNode.Parse(text) : YamlNodes.Parse(text);
        }
        catch (Exception problem) when (problem is System.Text.Json.JsonException or YamlDotNet.Core.YamlException)
        {
            throw ApiErrors.BadRequest($"error decoding YAML: {problem.Message}");
        }
    }
}
