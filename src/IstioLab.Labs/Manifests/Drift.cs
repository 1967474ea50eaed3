using System.Text.Json.Nodes;
using IstioLab.Config.Kubernetes;
using IstioLab.Config.Yaml;
using IstioLab.Labs.Targets;

namespace IstioLab.Labs.Manifests;

/// <summary>Finds where a live object differs from what a lab's file says. What the server or an injector adds is no difference.</summary>
internal static class Drift
{
    private const int MostPerObject = 5;

    /// <summary>Compares.</summary>
    /// <returns>One sentence per differing field, with the file and line of what was applied.</returns>
    public static IReadOnlyList<string> Find(ConfigObject source, ImageMap images, JsonObject? live)
    {
        var subject = $"{source.Id.Kind} '{source.Id.Namespace}/{source.Id.Name}'".Replace("'/", "'", StringComparison.Ordinal);
        if (live is null)
        {
            return [$"{subject} is not there; {source.Position} has it."];
        }

        List<string> problems = [];
        Compare(source.Root, live, "", subject, images, problems);
        return problems.Count <= MostPerObject
            ? problems
            : [.. problems.Take(MostPerObject), $"{subject} differs in {problems.Count - MostPerObject} more fields."];
    }

    private static void Compare(YamlNode wanted, JsonNode? live, string path, string subject, ImageMap images, List<string> problems)
    {
        switch (wanted)
        {
            case YamlMapping mapping when live is JsonObject has:
                foreach (var field in mapping.Fields.Where(field => path.Length > 0 || field.Key is "metadata" or "spec"))
                {
                    Compare(field.Value, has[field.Key], path.Length == 0 ? field.Key : $"{path}.{field.Key}", subject, images, problems);
                }

                break;
            case YamlSequence sequence when live is JsonArray has && (has.Count == sequence.Items.Length || MayGrow(path, has, sequence)):
                for (var index = 0; index < sequence.Items.Length; index++)
                {
                    Compare(sequence.Items[index], Counterpart(sequence.Items[index], has, index), $"{path}[{index}]", subject, images, problems);
                }

                break;
            case YamlSequence sequence when live is JsonArray has:
                problems.Add($"{subject}: {path} has {has.Count} entries; {sequence.Position} has {sequence.Items.Length}.");
                break;
            case YamlScalar scalar when Text(live) == scalar.Text:
            case YamlScalar image when path.EndsWith(".image", StringComparison.Ordinal) && Text(live) == images.Map(image.Text):
                break;
            case YamlScalar scalar:
                problems.Add($"{subject}: {path} is {(live is null ? "not set" : $"'{Text(live)}'")}; {scalar.Position} has '{scalar.Text}'.");
                break;
            default:
                problems.Add($"{subject}: {path} is {(live is null ? "not set" : "something else")}; {wanted.Position} has it.");
                break;
        }
    }

    // An injected pod template has the sidecar's container after the file's own.
    private static bool MayGrow(string path, JsonArray live, YamlSequence wanted) =>
        path.StartsWith("spec.template.spec.", StringComparison.Ordinal) && live.Count > wanted.Items.Length;

    // An injector may put its container first, so named items are found by their name.
    private static JsonNode? Counterpart(YamlNode wanted, JsonArray live, int index) =>
        (wanted["name"] as YamlScalar)?.Text is { } name
            ? live.FirstOrDefault(item => item is JsonObject fields && Text(fields["name"]) == name) ?? live[index]
            : live[index];

    private static string? Text(JsonNode? node) => node switch
    {
        null => null,
        JsonValue value when value.TryGetValue<string>(out var text) => text,
        _ => node.ToJsonString(),
    };
}
