using System.Text.Json.Nodes;

namespace IstioLab.Cluster.Tests.Embedded.Api;

internal sealed record RawAnswer(int Code, string Text, string ContentType, List<string> Warnings, string? Tag)
{
    public JsonNode Json => JsonNode.Parse(Text)!;

    public string Message => (string?)Json["message"] ?? "";
}
