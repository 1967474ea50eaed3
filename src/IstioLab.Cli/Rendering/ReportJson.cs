using System.Text.Json.Nodes;
using IstioLab.Labs.Running;

namespace IstioLab.Cli.Rendering;

/// <summary>The JSON of <c>verify</c> and <c>check</c>.</summary>
internal static class ReportJson
{
    public static JsonObject Write(string cluster, IEnumerable<LabReport> labs) => new()
    {
        ["cluster"] = cluster,
        ["labs"] = new JsonArray([.. labs.Select(Lab)]),
    };

    private static JsonObject Lab(LabReport lab) => new()
    {
        ["name"] = lab.Name,
        ["passed"] = lab.Passed,
        ["steps"] = new JsonArray([.. lab.Steps.Select(Step)]),
    };

    private static JsonObject Step(StepReport step)
    {
        var json = new JsonObject { ["name"] = step.Name, ["passed"] = step.Passed };
        if (step.Requests > 0)
        {
            json["requests"] = step.Requests;
            json["expected"] = Numbers(step.Expected);
            json["observed"] = Numbers(step.Observed);
        }

        if (step.Pods.Count > 0)
        {
            json["pods"] = new JsonObject(step.Pods.Select(pod => KeyValuePair.Create(pod.Key, (JsonNode?)pod.Value)));
        }

        if (step.Problems.Count > 0)
        {
            json["problems"] = new JsonArray([.. step.Problems.Select(problem => JsonValue.Create(problem))]);
        }

        return json;
    }

    private static JsonObject Numbers(IReadOnlyDictionary<string, int> numbers) =>
        new(numbers.Select(number => KeyValuePair.Create(number.Key, (JsonNode?)number.Value)));
}
