using System.Text.Json.Nodes;
using IstioLab.Config.Validation;

namespace IstioLab.Config.Tests.Validation;

/// <summary>
/// One file per kind: the findings of a line's object, all of them. An expectation is a part of <c>path: message</c>, or several with <c>|</c>
/// between; <c>in117</c> holds the errors of 1.17.
/// </summary>
public sealed class ValidationCaseTests
{
    private static readonly string s_root = Path.Combine(AppContext.BaseDirectory, "Cases", "validation");

    public static TheoryData<string, string> Cases()
    {
        var data = new TheoryData<string, string>();
        foreach (var line in Directory.GetFiles(s_root).Order(StringComparer.Ordinal).SelectMany(File.ReadLines))
        {
            var json = JsonNode.Parse(line)!;
            data.Add($"{json["kind"]}: {json["name"]}", line);
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(Cases), DisableDiscoveryEnumeration = true)]
    public void Findings_are_those_of_the_case(string name, string line)
    {
        var json = JsonNode.Parse(line)!;
        var resource = Resource(json);
        var result = ConfigValidator.Validate(resource);

        Assert.Equal([], Differences($"{name} error", json["errors"]!, result.Errors));
        Assert.Equal([], Differences($"{name} warning", json["warnings"]!, result.Warnings));
        if (json["in117"] is { } old)
        {
            Assert.Equal([], Differences($"{name} 1.17", old, ConfigValidator.Validate(resource, IstioVersion.V117).Errors));
        }
    }

    private static List<string> Differences(string name, JsonNode expected, IEnumerable<ValidationFinding> found)
    {
        var wanted = expected.AsArray().Select(item => item!.GetValue<string>()).ToList();
        var given = found.Select(finding => $"{finding.Path}: {finding.Message}").ToList();
        List<string> differences =
        [
            .. wanted.Where(want => !given.Exists(finding => Holds(finding, want))).Select(want => $"{name} missing: {want}"),
            .. given.Where(finding => !wanted.Exists(want => Holds(finding, want))).Select(finding => $"{name} unexpected: {finding}"),
        ];
        if (differences.Count == 0 && wanted.Count != given.Count)
        {
            differences.Add($"{name}: {wanted.Count} expected, {string.Join("; ", given)} found");
        }

        return differences;
    }

    private static bool Holds(string finding, string parts) => parts.Split('|').All(part => finding.Contains(part, StringComparison.Ordinal));

    private static JsonObject Resource(JsonNode json)
    {
        var kind = json["kind"]!.GetValue<string>();
        var metadata = json["metadata"]?.DeepClone().AsObject() ?? [];
        if (metadata["generateName"] is null)
        {
            metadata["name"] ??= "test";
        }

        return new JsonObject
        {
            ["apiVersion"] = json["apiVersion"]?.GetValue<string>() ?? kind switch
            {
                "AuthorizationPolicy" or "PeerAuthentication" or "RequestAuthentication" => "security.istio.io/v1",
                "Telemetry" => "telemetry.istio.io/v1",
                _ => "networking.istio.io/v1",
            },
            ["kind"] = kind,
            ["metadata"] = metadata,
            ["spec"] = Expand(json["spec"]),
        };
    }

    /// <summary>Writes out <c>{"@repeat":"A","times":3,"then":"="}</c>.</summary>
    private static JsonNode? Expand(JsonNode? node) => node switch
    {
        JsonObject map when map["@repeat"] is { } text =>
            JsonValue.Create(string.Concat(Enumerable.Repeat(text.GetValue<string>(), map["times"]!.GetValue<int>())) + map["then"]!.GetValue<string>()),
        JsonObject map => new JsonObject(map.Select(pair => KeyValuePair.Create(pair.Key, Expand(pair.Value)))),
        JsonArray list => new JsonArray([.. list.Select(Expand)]),
        _ => node?.DeepClone(),
    };
}
