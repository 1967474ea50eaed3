using System.Globalization;
using IstioLab.Cli.CommandLine;
using IstioLab.Config.Explanation;
using IstioLab.Config.Snapshots;
using Spectre.Console;

namespace IstioLab.Cli.Rendering;

/// <summary>An explanation as a tree: listener, rules left out, the rule taken, what it does, where the request goes, what the client gets.</summary>
internal static class ExplanationView
{
    private const int MostEndpoints = 8;

    public static void Write(CommandContext context, ExplainRequest request, Explanation explanation)
    {
        var origin = request.From.Type == ProxyType.Gateway ? context.Pick("gateway", "网关") : "sidecar";
        var name = request.From.PodName.Length > 0
            ? request.From.PodName
            : string.Join(',', request.From.Labels.OrderBy(label => label.Key, StringComparer.Ordinal).Select(label => $"{label.Key}={label.Value}"));
        var id = explanation.Id.Length == 0 ? "" : $"{explanation.Id}: ";
        var headers = string.Concat(request.Headers.Select(header => $"  {header.Key}: {header.Value}"));
        var tree = new Tree(Markup.Escape($"{id}{request.Method} {request.Url}{headers}  ({origin} {request.From.Namespace}/{name})"));
        tree.AddNode(Markup.Escape(Entrance(context, explanation)));
        foreach (var skipped in explanation.Skipped)
        {
            var place = skipped.Position is null ? "" : $" ({skipped.Position})";
            tree.AddNode($"[grey]{Markup.Escape($"{skipped.Path} {context.Pick("does not apply", "不适用")}: {skipped.Because}{place}")}[/]");
        }

        if (explanation.Hint.Length > 0)
        {
            tree.AddNode($"[yellow]{Markup.Escape(explanation.Hint)}[/]");
        }

        AddRule(context, explanation, tree.AddNode(Markup.Escape(RuleText(context, explanation))));
        tree.AddNode(ExplainedAnswer.Write(context, request, explanation));
        context.Console.Write(tree);
    }

    private static string Entrance(CommandContext context, Explanation explanation)
    {
        if (explanation.Listener.Length == 0)
        {
            return context.Pick("no listener takes this port", "没有监听器处理此端口");
        }

        var host = explanation.VirtualHost.Length > 0 ? context.Pick(", virtual host ", "，虚拟主机 ") + explanation.VirtualHost
            : explanation.RouteConfiguration.Length > 0 ? context.Pick(", no virtual host has this name", "，没有此名称的虚拟主机")
            : "";
        return context.Pick("listener ", "监听器 ") + explanation.Listener + host;
    }

    private static string RuleText(CommandContext context, Explanation explanation)
    {
        if (explanation.Rule is not { } rule)
        {
            return context.Pick("no rule of a VirtualService", "没有 VirtualService 规则");
        }

        return explanation is { Route: null, VirtualHost.Length: > 0, Action: ExplainedAction.None }
            ? context.Pick($"no rule of {rule.Resource} takes the request", $"{rule.Resource} 没有匹配此请求的规则")
            : rule.ToString();
    }

    private static void AddRule(CommandContext context, Explanation explanation, TreeNode rule)
    {
        foreach (var line in ExplainedActions.Lines(context, explanation))
        {
            rule.AddNode(Markup.Escape(line));
        }

        foreach (var destination in explanation.Destinations)
        {
            var share = string.Create(CultureInfo.InvariantCulture, $"{destination.Weight:0.##} %");
            var node = rule.AddNode(Markup.Escape($"{share} → {destination.Cluster}{SubsetText(context, destination)}"));
            if (destination.Hint.Length > 0)
            {
                node.AddNode($"[yellow]{Markup.Escape(destination.Hint)}[/]");
            }
            else
            {
                AddEndpoints(context, explanation, destination, node);
            }

            if (destination.Response is { } response && response != explanation.Response)
            {
                node.AddNode($"[red]{Markup.Escape(ExplainedAnswer.OfMesh(context, response))}[/]");
            }
        }
    }

    private static string SubsetText(CommandContext context, ExplainedDestination destination) =>
        destination.Subset.Length == 0 ? "" : context.Pick($"  (subset '{destination.Subset}')", $"  （子集 '{destination.Subset}'）");

    private static void AddEndpoints(CommandContext context, Explanation explanation, ExplainedDestination destination, TreeNode node)
    {
        if (destination.Endpoints.IsDefault || destination.Host.Length == 0)
        {
            return;
        }

        if (destination.Endpoints.IsEmpty)
        {
            if (destination.Response is not null)
            {
                node.AddNode(context.Pick("no endpoints: no pod has the labels that it selects", "没有 Endpoint：没有 Pod 带有所选的标签"));
            }

            return;
        }

        var ready = destination.Endpoints.Count(endpoint => endpoint.IsReady);
        var names = destination.Endpoints.Take(MostEndpoints).Select(endpoint => EndpointText(context, endpoint, explanation.EndpointsArePlanned));
        var more = destination.Endpoints.Length > MostEndpoints ? ", …" : "";
        node.AddNode(Markup.Escape(context.Pick(
            $"{ready} of {destination.Endpoints.Length} endpoints ready: {string.Join(", ", names)}{more}",
            $"{destination.Endpoints.Length} 个 Endpoint 中 {ready} 个就绪：{string.Join("、", names)}{more}")));
    }

    private static string EndpointText(CommandContext context, Endpoint endpoint, bool isPlanned) => isPlanned
        ? context.Pick($"a pod of {endpoint.PodName}", $"{endpoint.PodName} 的一个 Pod")
        : $"{(endpoint.PodName.Length == 0 ? "" : endpoint.PodName + " ")}{endpoint.Address}:{endpoint.Port}{(endpoint.IsReady ? "" : " (not ready)")}";
}
