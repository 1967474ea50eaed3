using IstioLab.Cli.CommandLine;
using IstioLab.Config.Explanation;
using IstioLab.Config.Routing;
using Spectre.Console;

namespace IstioLab.Cli.Rendering;

/// <summary>What the client will get, in one line.</summary>
internal static class ExplainedAnswer
{
    public static string Write(CommandContext context, Explanation explanation)
    {
        var label = context.Pick("the client gets: ", "客户端得到：");
        return explanation.Response is { } response && explanation.Action is not (ExplainedAction.Redirect or ExplainedAction.DirectResponse)
            ? $"[red]{Markup.Escape(label + OfMesh(context, response))}[/]"
            : $"[green]{Markup.Escape(label + OfRule(context, explanation))}[/]";
    }

    /// <summary>An answer that the mesh gives instead of the application.</summary>
    public static string OfMesh(CommandContext context, ExplainedResponse response) => response.Status == 0
        ? context.Pick($"the connection is closed ({response.Flags} {response.Details})", $"连接被关闭（{response.Flags} {response.Details}）")
        : context.Pick(
            $"HTTP {response.Status} of the mesh, flags {response.Flags} {response.Details}{Meaning(response)}",
            $"网格返回 HTTP {response.Status}，标志 {response.Flags} {response.Details}");

    private static string OfRule(CommandContext context, Explanation explanation) => explanation switch
    {
        { Action: ExplainedAction.Redirect, Response: { } response } =>
            context.Pick($"HTTP {response.Status} with location {explanation.Location}", $"HTTP {response.Status}，location 为 {explanation.Location}"),
        { Action: ExplainedAction.DirectResponse, Response: { } response } => context.Pick(
            $"HTTP {response.Status} of the rule{BodyText(explanation.Route?.Action)}", $"规则返回 HTTP {response.Status}{BodyText(explanation.Route?.Action)}"),
        { Action: ExplainedAction.Passthrough } => context.Pick("the answer of the address that it dialled", "所拨地址的响应"),
        { Destinations: [var only] } => context.Pick($"the answer of {only.Host}:{only.Port}", $"{only.Host}:{only.Port} 的响应"),
        { Destinations.Length: > 1 } => context.Pick(
            $"the answer of one of {explanation.Destinations.Length} destinations, drawn anew for each request",
            $"{explanation.Destinations.Length} 个目标之一的响应，每个请求重新抽取"),
        _ => context.Pick("nothing that this configuration decides", "此配置未作决定"),
    };

    private static string Meaning(ExplainedResponse response) => response.Flags switch
    {
        "NR" => ": no rule takes the request, and there is no default to the service",
        "NC" => ": host, port or subset of the destination does not exist",
        "UH" => ": the destination has no ready pod",
        "FI" => ": the rule's fault",
        _ => "",
    };

    private static string BodyText(RouteAction? action) =>
        action is DirectResponseAction { Body.Length: > 0 and <= 80 } direct ? $", body '{System.Text.Encoding.UTF8.GetString(direct.Body.Span)}'" : "";
}
