using System.Text.Json.Nodes;
using IstioLab.Config.Schemas.Defaults;

namespace IstioLab.Config.Schemas.BuiltIn;

/// <summary>The keys of ConfigMaps and Secrets, and what the known Secret types must hold.</summary>
internal static class DataRules
{
    private const int MaxBytes = 1024 * 1024;

    public static void ConfigMap(ProblemList problems, JsonObject body)
    {
        Keys(problems, body, "data");
        Keys(problems, body, "binaryData");
        foreach (var (key, _) in body.Map("binaryData") ?? [])
        {
            if (body.Map("data")?.ContainsKey(key) == true)
            {
                problems.Invalid($"data[{key}]", key, "duplicate of key present in binaryData");
            }
        }
    }

    public static void Secret(ProblemList problems, JsonObject body)
    {
        Keys(problems, body, "data");
        string[] needed = body.Text("type") switch
        {
            "kubernetes.io/tls" => ["tls.crt", "tls.key"],
            "kubernetes.io/dockerconfigjson" => [".dockerconfigjson"],
            "kubernetes.io/ssh-auth" => ["ssh-privatekey"],
            _ => [],
        };
        foreach (var key in needed.Where(key => body.Map("data")?.ContainsKey(key) != true))
        {
            problems.Required($"data[{key}]");
        }
    }

    private static void Keys(ProblemList problems, JsonObject body, string field)
    {
        var size = 0;
        foreach (var (key, value) in body.Map(field) ?? [])
        {
            if (NameRules.ConfigKey(key) is { } error)
            {
                problems.Invalid($"{field}[{key}]", key, error);
            }

            size += value is JsonValue text && text.TryGetValue<string>(out var content) ? System.Text.Encoding.UTF8.GetByteCount(content) : 0;
        }

        if (size > MaxBytes)
        {
            problems.Items.Add(new Objects.ObjectProblem(
                field == "data" ? "" : field, Objects.ProblemReason.FieldValueTooLong, $"Too long: may not be more than {MaxBytes} bytes"));
        }
    }
}
