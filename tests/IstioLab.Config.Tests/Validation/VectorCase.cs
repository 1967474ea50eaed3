using System.Text.Json.Nodes;

namespace IstioLab.Config.Tests.Validation;

/// <summary>One line of the samples of Istio's own validation cases.</summary>
public sealed record VectorCase(string Source, string Kind, JsonObject Line)
{
    public bool Valid => Line["valid"]!.GetValue<bool>();

    public bool? Warning => Line["warning"]?.GetValue<bool>();

    /// <summary>Null also where the text holds the address of a Go object.</summary>
    public string? Error => Line["error"]?.GetValue<string>() is { } text && !text.Contains("0xc0", StringComparison.Ordinal) ? text : null;

    /// <summary>Whether the text of the case was changed on its way here: an IPv6 address that became a map.</summary>
    public bool IsDamaged => Line.ToJsonString().Contains("\"001:db8:\":null", StringComparison.Ordinal);

    /// <summary>The verdict of Istio 1.17.8, where the case existed then.</summary>
    public bool? ValidIn117 => Line["in_1_17_8"]?.GetValue<string>() switch
    {
        "same" => Valid,
        { } text when text.StartsWith("differs: valid=", StringComparison.Ordinal) => text.Contains("valid=True", StringComparison.Ordinal),
        _ => null,
    };

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
                resource[field] = value.DeepClone();
            }
        }

        return resource;
    }
}
