using System.Text.Json.Nodes;
using IstioLab.Config.Schemas;

namespace IstioLab.Cluster.Embedded.Api.Objects;

/// <summary>Finds and drops the fields that a kind does not have.</summary>
internal static class FieldChecks
{
    /// <summary>Removes unknown fields and answers their paths in document order: <c>spec.http[0].rout</c>.</summary>
    public static List<string> Prune(JsonObject body, SchemaNode root)
    {
        var unknown = new List<string>();
        Visit(body, root, "", unknown);
        return unknown;
    }

    /// <summary>Refuses or warns, as the request wants it.</summary>
    public static void Report(List<string> unknown, string kind, string version, WriteOptions options)
    {
        if (unknown.Count == 0 || options.FieldValidation == FieldValidation.Ignore) return;
        var texts = unknown.Select(path => $"unknown field \"{path}\"");
        if (options.FieldValidation == FieldValidation.Strict)
        {
            throw ApiErrors.BadRequest(
                $"{kind} in version \"{version}\" cannot be handled as a {kind}: strict decoding error: {string.Join(", ", texts)}");
        }
        foreach (var text in texts) options.Warnings?.Add(text);
    }

    private static void Visit(JsonNode? node, SchemaNode schema, string path, List<string> unknown)
    {
        if (node is JsonArray list && schema.Items is { } element)
        {
            for (var index = 0; index < list.Count; index++) Visit(list[index], element, $"{path}[{index}]", unknown);
        }
        else if (node is JsonObject map)
        {
            VisitMap(map, schema, path, unknown);
        }
    }

    private static void VisitMap(JsonObject map, SchemaNode schema, string path, List<string> unknown)
    {
        if (schema.Type == SchemaType.Map && schema.Items is { } values)
        {
            foreach (var (name, value) in map) Visit(value, values, Join(path, name), unknown);
            return;
        }
        if (schema.Type != SchemaType.Object || schema.Format is "raw" or "fields") return;
        List<string>? gone = null;
        foreach (var (name, value) in map)
        {
            if (schema.FindField(name) is { } field)
            {
                Visit(value, field.Node, Join(path, name), unknown);
            }
            else if (!schema.PreserveUnknown && !(schema.EmbeddedResource && name is "apiVersion" or "kind" or "metadata"))
            {
                unknown.Add(Join(path, name));
                (gone ??= []).Add(name);
            }
        }
        foreach (var name in gone ?? []) map.Remove(name);
    }

    private static string Join(string path, string name) => path.Length == 0 ? name : $"{path}.{name}";
}
