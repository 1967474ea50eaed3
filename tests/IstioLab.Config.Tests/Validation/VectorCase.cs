using System.Text.Json.Nodes;

namespace IstioLab.Config.Tests.Validation;

/// <summary>One line of the samples of Istio's own validation cases.</summary>
public sealed record VectorCase(string Source, string Kind, JsonObject Line)
{
    public bool Valid => Line["valid"]!.GetValue<bool>();

    public bool? Warning => Line["warning"]?.GetValue<bool>();

    public string? Error => Line["error"]?.GetValue<string>();

    public string? WarningText => Line["warningText"]?.GetValue<string>();

    public static IEnumerable<VectorCase> Read()
    {
        var file = Path.Combine(AppContext.BaseDirectory, "Cases", "vectors", "validation.sample.jsonl");
        foreach (var line in File.ReadLines(file))
        {
            var json = JsonNode.Parse(line)!.AsObject();
            yield return new VectorCase($"{json["source"]}#{json["line"]}", json["kind"]!.GetValue<string>(), json);
        }
    }

    /// <summary>The object that a user would apply.</summary>
    public JsonObject Resource()
    {
        var metadata = Line["metadata"]?.DeepClone().AsObject() ?? [];
        metadata["name"] ??= "test";
        var resource = new JsonObject
        {
            ["apiVersion"] = Line["apiVersion"]?.GetValue<string>() ?? Kind switch
            {
                "AuthorizationPolicy" or "PeerAuthentication" or "RequestAuthentication" => "security.istio.io/v1",
                "Telemetry" => "telemetry.istio.io/v1",
                "WasmPlugin" or "TrafficExtension" => "extensions.istio.io/v1alpha1",
                "EnvoyFilter" => "networking.istio.io/v1alpha3",
                "ProxyConfig" => "networking.istio.io/v1beta1",
                _ => "networking.istio.io/v1",
            },
            ["kind"] = Kind,
            ["metadata"] = metadata,
        };
        foreach (var field in new[] { "spec", "items" })
        {
            if (Line[field] is { } value)
            {
                resource[field] = Generated(value.DeepClone());
            }
        }

        return resource;
    }

    private static JsonNode? Generated(JsonNode? node)
    {
        switch (node)
        {
            case JsonObject map when map["@generate"] is { } recipe:
                return Generate(recipe);
            case JsonObject map:
                foreach (var (key, value) in map.ToList())
                {
                    map[key] = null;
                    map[key] = Generated(value);
                }

                return map;
            case JsonArray array:
                for (var i = 0; i < array.Count; i++)
                {
                    var item = array[i];
                    array[i] = null;
                    array[i] = Generated(item);
                }

                return array;
            default:
                return node;
        }
    }

    private static JsonNode Generate(JsonNode recipe) => throw new InvalidDataException($"unknown recipe {recipe.ToJsonString()}");
}
