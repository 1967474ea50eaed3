using System.Globalization;
using IstioLab.Cli.CommandLine;
using IstioLab.Config.Explanation;
using IstioLab.Config.Snapshots;
using Spectre.Console;

namespace IstioLab.Cli.Rendering;

/// <summary>An explanation as a tree.</summary>
internal static class ExplanationView
{
    public static void Write(CommandContext context, ExplainRequest request, Explanation explanation)
    {
        var origin = request.From.Type == ProxyType.Gateway ? context.Pick("gateway", "网关") : "sidecar";
        var name = request.From.PodName.Length > 0
            ? request.From.PodName
            : string.Join(',', request.From.Labels.OrderBy(label => label.Key, StringComparer.Ordinal).Select(label => $"{label.Key}={label.Value}"));
        var id = explanation.Id.Length == 0 ? "" : $"{explanation.Id}: ";
        var headers = string.Concat(request.Headers.Select(header => $"  {header.Key}: {header.Value}"));
        var tree = new Tree(Markup.Escape($"{id}{request.Method} {request.Url}{headers}  ({origin} {request.From.Namespace}/{name})"));
        if (explanation.Listener.Length > 0)
        {
            var host = explanation.VirtualHost.Length == 0 ? "" : context.Pick(", virtual host ", "，虚拟主机 ") + explanation.VirtualHost;
            tree.AddNode(Markup.Escape(context.Pick("listener ", "监听器 ") + explanation.Listener + host));
        }

        foreach (var skipped in explanation.Skipped)
        {
            var place = skipped.Position is null ? "" : $" ({skipped.Position})";
            tree.AddNode($"[grey]{Markup.Escape($"{skipped.Path} {context.Pick("does not apply", "不适用")}: {skipped.Because}{place}")}[/]");
        }

        var rule = tree.AddNode(Markup.Escape(explanation.Rule?.ToString() ?? context.Pick("no rule of a VirtualService", "没有 VirtualService 规则")));
        AddOutcome(context, explanation, rule);
        context.Console.Write(tree);
    }

    private static void AddOutcome(CommandContext context, Explanation explanation, TreeNode rule)
    {
        if (explanation.RewrittenPath is { } path)
        {
            rule.AddNode(Markup.Escape($"{context.Pick("path becomes", "路径改为")} {path}"));
        }

        if (explanation.Location is { } location)
        {
            rule.AddNode(Markup.Escape($"{context.Pick("redirects to", "重定向到")} {location}"));
        }

        foreach (var destination in explanation.Destinations)
        {
            var share = string.Create(CultureInfo.InvariantCulture, $"{destination.Weight:0.##} %");
            var node = rule.AddNode(Markup.Escape($"{share} → {destination.Cluster}"));
            if (!destination.Endpoints.IsDefault && destination.Host.Length > 0)
            {
                var endpoints = string.Join(", ", destination.Endpoints.Select(Endpoint));
                node.AddNode(Markup.Escape(endpoints.Length == 0 ? context.Pick("no endpoints", "没有 Endpoint") : endpoints));
            }

            AddResponse(context, node, destination.Response);
        }

        AddResponse(context, rule, explanation.Response);
    }

    private static void AddResponse(CommandContext context, TreeNode node, ExplainedResponse? response)
    {
        if (response is not null)
        {
            var status = response.Status == 0 ? context.Pick("the connection is closed", "连接被关闭") : $"HTTP {response.Status}";
            node.AddNode($"[red]{Markup.Escape($"{context.Pick("the mesh answers", "由网格回答")}: {status} {response.Flags} {response.Details}")}[/]");
        }
    }

    private static string Endpoint(Endpoint endpoint) =>
        $"{(endpoint.PodName.Length == 0 ? "" : endpoint.PodName + " ")}{endpoint.Address}:{endpoint.Port}{(endpoint.IsReady ? "" : " (not ready)")}";
}
