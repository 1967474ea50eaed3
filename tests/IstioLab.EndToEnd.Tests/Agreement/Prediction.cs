using System.Text.Json.Nodes;

namespace IstioLab.EndToEnd.Tests.Agreement;

/// <summary>Compares what <c>explain -o json</c> says of a request with what came of it.</summary>
internal sealed class Prediction(GeneratedRequest request, JsonObject explanation)
{
    private static readonly string[] s_pods = ["web-v1", "web-v2", "web-v3"];

    /// <summary>One sentence per disagreement.</summary>
    public IEnumerable<string> Compare(ObservedAnswer seen)
    {
        var problems = Judge(seen).Where(problem => problem is not null).Select(problem => problem!).ToList();
        return problems.Select(problem => $"{problem} Request {request.ToJson()}; explain {explanation.ToJsonString()}; seen {seen.Status} {seen.Details} {seen.Cluster} {seen.Workload} {seen.Body}");
    }

    private IEnumerable<string?> Judge(ObservedAnswer seen)
    {
        if (seen.Details == "fault_filter_abort")
        {
            yield return Number("fault", "abort", "percent") > 0 ? Same("status of the abort", $"{explanation["fault"]?["abort"]?["httpStatus"]}", $"{seen.Status}") : "An abort that explain does not know.";
            yield break;
        }

        if (Number("fault", "abort", "percent") >= 100 && (string?)explanation["response"]?["details"] != "cors_response")
        {
            yield return "explain says that every request is aborted.";
        }

        if (seen.IsOfUpstream)
        {
            foreach (var problem in JudgeUpstream(seen))
            {
                yield return problem;
            }
        }
        else
        {
            var response = Destination(seen)?["response"] ?? explanation["response"];
            yield return Same("status", $"{response?["status"]}", $"{seen.Status}");
            yield return Same("details", $"{response?["details"]}", seen.Details);
            yield return Same("location", (string?)explanation["redirect"]?["location"], seen.Headers.GetValueOrDefault("location"));
            yield return explanation["body"] is { } body ? Same("body", (string?)body, seen.Body) : null;
        }

        if (seen.Headers.GetValueOrDefault("access-control-allow-methods") is { } methods)
        {
            yield return Same("methods for another origin", (string?)explanation["cors"]?["allowMethods"], methods);
        }

        if ((string?)explanation["response"]?["details"] != "cors_response")
        {
            foreach (var (name, value) in Operations("responseHeaders", "set"))
            {
                yield return Same($"answer's header {name}", Expand(value, seen), seen.Headers.GetValueOrDefault(name));
            }
        }
    }

    private IEnumerable<string?> JudgeUpstream(ObservedAnswer seen)
    {
        yield return explanation["response"] is null ? null : "explain says that the mesh answers.";
        yield return Same("status of the application", "200", $"{seen.Status}");
        var destination = Destination(seen);
        yield return (string?)explanation["action"] == "passthrough" || destination is not null ? null : "explain does not name the cluster among the destinations.";
        var subset = (string?)destination?["subset"] ?? "";
        yield return (subset.Length == 0 ? s_pods : [$"web-{subset}"]).Contains(seen.Workload) ? null : $"{seen.Workload} is not of subset '{subset}'.";
        var received = seen.Received();
        var query = request.Target.IndexOf('?', StringComparison.Ordinal);
        var path = (string?)explanation["rewrite"]?["path"] is { } rewritten ? rewritten + (query < 0 ? "" : request.Target[query..]) : request.Target;
        var host = (string?)explanation["rewrite"]?["authority"] ?? (string?)destination?["hostRewrite"] ?? request.Authority;
        yield return Same("URL that the application received", $"http://{host}{path}", (string?)received["url"]);
        yield return Same("method that the application received", request.Method, (string?)received["method"]);
        yield return Same("time that the application has", (string?)explanation["timeout"] == "30s" ? "30000" : null, Received(received, "x-envoy-expected-rq-timeout-ms"));
        foreach (var (name, expected) in ExpectedHeaders())
        {
            yield return Same($"header {name} that the application received", expected, Received(received, name));
        }
    }

    /// <summary>Removed first, then set and added, as the operations stand.</summary>
    private Dictionary<string, string?> ExpectedHeaders()
    {
        var headers = new Dictionary<string, string?>(StringComparer.OrdinalIgnoreCase)
        {
            ["x-one"] = request.Headers.GetValueOrDefault("x-one"),
            ["x-two"] = request.Headers.GetValueOrDefault("x-two"),
            ["x-new"] = null,
            ["x-added"] = null,
        };
        foreach (var name in explanation["requestHeaders"]?["remove"]?.AsArray() ?? [])
        {
            headers[(string)name!] = null;
        }

        foreach (var (name, value) in Operations("requestHeaders", "set"))
        {
            headers[name] = Expand(value, null);
        }

        foreach (var (name, value) in Operations("requestHeaders", "add"))
        {
            headers[name] = headers.GetValueOrDefault(name) is { } before ? $"{before},{value}" : value;
        }

        return headers;
    }

    private IEnumerable<(string Name, string Value)> Operations(string level, string kind) =>
        explanation[level]?[kind]?.AsObject().Where(pair => !pair.Key.Equals("host", StringComparison.OrdinalIgnoreCase)).Select(pair => (pair.Key, (string)pair.Value!)) ?? [];

    private string Expand(string value, ObservedAnswer? seen) => value
        .Replace("%REQ(:method)%", request.Method, StringComparison.Ordinal)
        .Replace("%REQ(x-nowhere?:path)%", request.Target, StringComparison.Ordinal)
        .Replace("%RESPONSE_CODE%", $"{seen?.Status}", StringComparison.Ordinal)
        .Replace("%PROTOCOL%", "HTTP/1.1", StringComparison.Ordinal)
        .Replace("%%", "%", StringComparison.Ordinal);

    private JsonObject? Destination(ObservedAnswer seen) => explanation["destinations"]?.AsArray()
        .Select(entry => entry!.AsObject())
        .FirstOrDefault(entry => (string?)entry["cluster"] == seen.Cluster);

    private double Number(params ReadOnlySpan<string> path)
    {
        JsonNode? node = explanation;
        foreach (var name in path)
        {
            node = node?[name];
        }

        return (double?)node ?? 0;
    }

    private static string? Received(JsonObject received, string name) => received["headers"]!.AsObject()
        .Where(pair => pair.Key.Equals(name, StringComparison.OrdinalIgnoreCase))
        .Select(pair => string.Join(',', pair.Value!.AsArray().SelectMany(value => ((string)value!).Split(',', StringSplitOptions.TrimEntries))))
        .FirstOrDefault();

    private static string? Same(string what, string? expected, string? seen) => expected == seen ? null : $"The {what} is '{seen}', explain says '{expected}'.";
}
