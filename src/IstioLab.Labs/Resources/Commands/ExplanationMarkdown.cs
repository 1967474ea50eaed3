using System.Globalization;
using IstioLab.Config.Explanation;
using IstioLab.Config.Snapshots;

namespace IstioLab.Labs.Resources.Commands;

/// <summary>Writes an explanation as a Markdown list.</summary>
internal static class ExplanationMarkdown
{
    public static string Write(ExplainRequest request, Explanation explanation, bool lacksSidecar)
    {
        var headers = string.Concat(request.Headers.Select(header => $" `{header.Key}: {header.Value}`"));
        List<string> lines = [$"`{request.Method} {request.Url}`{headers} from `{request.From.Namespace}/{request.From.PodName}`", ""];
        if (lacksSidecar)
        {
            lines.AddRange(["**The pod has no sidecar:** nothing of this applies to it yet; kube-proxy gives each connection one endpoint of the Service. 'inject' gives it one.", ""]);
        }

        if (explanation.Listener.Length > 0)
        {
            lines.Add($"- listener `{explanation.Listener}`{(explanation.VirtualHost.Length > 0 ? $", virtual host `{explanation.VirtualHost}`" : "")}");
        }

        lines.AddRange(explanation.Skipped.Select(skipped => $"- `{skipped.Path}` does not apply: {skipped.Because}{(skipped.Position is null ? "" : $" ({skipped.Position})")}"));
        lines.Add(explanation.Rule is { } rule ? $"- **{rule}**" : "- no rule of a VirtualService");
        if (explanation.RewrittenPath is { } path)
        {
            lines.Add($"  - the path becomes `{path}`");
        }

        if (explanation.Location is { } location)
        {
            lines.Add($"  - redirects to `{location}`");
        }

        foreach (var destination in explanation.Destinations)
        {
            lines.Add(string.Create(CultureInfo.InvariantCulture, $"  - {destination.Weight:0.##} % → `{destination.Cluster}`"));
            if (!destination.Endpoints.IsDefaultOrEmpty)
            {
                lines.Add($"    - {string.Join(", ", destination.Endpoints.Select(Name))}");
            }

            AddAnswer(lines, "    ", destination.Response);
        }

        AddAnswer(lines, "  ", explanation.Response);
        return string.Join('\n', lines);
    }

    private static void AddAnswer(List<string> lines, string indent, ExplainedResponse? response)
    {
        if (response is not null)
        {
            var status = response.Status == 0 ? "the connection is closed" : $"HTTP {response.Status}";
            lines.Add($"{indent}- **the mesh answers:** {status} {response.Flags} {response.Details}");
        }
    }

    private static string Name(Endpoint endpoint) =>
        $"`{(endpoint.PodName.Length == 0 ? "" : endpoint.PodName + " ")}{endpoint.Address}:{endpoint.Port}`{(endpoint.IsReady ? "" : " (not ready)")}";
}
