using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace IstioLab.Labs.Running;

/// <summary>What a line of a sidecar's access log says about the answer, in Istio's default text format or as JSON.</summary>
/// <param name="Status">The HTTP status; 0 when the client went away first.</param>
/// <param name="Flags">Envoy's short flags joined with <c>,</c>; <c>-</c> for none.</param>
/// <param name="Details">Why this status, as Envoy words it; <c>-</c> when the log does not say.</param>
/// <param name="Text">The line.</param>
public sealed partial record AccessLogLine(int Status, string Flags, string Details, string Text)
{
    private const string None = "-";

    /// <summary>Reads a line.</summary>
    /// <returns>Null for a line that is no request: the proxy's own words.</returns>
    public static AccessLogLine? Parse(string line)
    {
        ArgumentNullException.ThrowIfNull(line);
        if (line.StartsWith('{'))
        {
            return ParseJson(line);
        }

        var match = Line().Match(line);
        return match.Success && int.TryParse(match.Groups["status"].ValueSpan, out var status)
            ? new AccessLogLine(status, match.Groups["flags"].Value, match.Groups["details"].Value, line)
            : null;
    }

    private static AccessLogLine? ParseJson(string line)
    {
        try
        {
            return JsonNode.Parse(line) is JsonObject entry && entry["response_flags"] is not null
                ? new AccessLogLine(
                    int.TryParse(entry["response_code"]?.ToString(), out var status) ? status : 0,
                    entry["response_flags"]!.ToString(),
                    entry["response_code_details"]?.ToString() ?? None,
                    line)
                : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    [GeneratedRegex("""^\[[^\]]*\] "[^"]*" (?<status>[0-9]+) (?<flags>\S+) (?<details>\S+)""", RegexOptions.ExplicitCapture)]
    private static partial Regex Line();
}
