using IstioLab.Cli.CommandLine;
using IstioLab.Config.Explanation;
using IstioLab.Config.Routing;
using Spectre.Console;

namespace IstioLab.Cli.Rendering;

/// <summary>What the client will get, in one line.</summary>
internal static class ExplainedAnswer
{
    public static string Write(CommandContext context, ExplainRequest request, Explanation explanation)
    {
        var label = context.Pick("the client gets: ", "客户端得到：");
        return explanation.Response is { } response && explanation.Action is not (ExplainedAction.Redirect or ExplainedAction.DirectResponse)
            ? $"[red]{Markup.Escape(label + OfMesh(context, response))}[/]"
            : $"[green]{Markup.Escape(label + OfRule(context, request, explanation))}[/]";
    }

    /// <summary>An answer that the mesh gives instead of the application.</summary>
    public static string OfMesh(CommandContext context, ExplainedResponse response) => response.Status == 0
        ? context.Pick($"the connection is closed ({Words(response)})", $"连接被关闭（{Words(response)}）")
        : context.Pick(
            $"HTTP {response.Status} of the mesh, flags {response.Flags} {response.Details}{Meaning(response)}",
            $"网格返回 HTTP {response.Status}，标志 {response.Flags} {response.Details}");

    private static string Words(ExplainedResponse response) => response.Flags is "-" ? response.Details : $"{response.Flags} {response.Details}";

    private static string OfRule(CommandContext context, ExplainRequest request, Explanation explanation) => explanation switch
    {
        { Action: ExplainedAction.Redirect, Response: { } response } =>
            context.Pick($"HTTP {response.Status} with location {explanation.Location}", $"HTTP {response.Status}，location 为 {explanation.Location}"),
        { Action: ExplainedAction.DirectResponse, Response: { } response } => context.Pick(
            $"HTTP {response.Status} of the rule{BodyText(explanation.Route?.Action)}", $"规则返回 HTTP {response.Status}{BodyText(explanation.Route?.Action)}"),
        { Action: ExplainedAction.Passthrough } => OfStranger(context, request),
        { Destinations: [var only] } => context.Pick($"the answer of {only.Host}:{only.Port}", $"{only.Host}:{only.Port} 的响应"),
        { Destinations.Length: > 1 } => context.Pick(
            $"the answer of one of {explanation.Destinations.Length} destinations, drawn anew for each request",
            $"{explanation.Destinations.Length} 个目标之一的响应，每个请求重新抽取"),
        _ => context.Pick("nothing that this configuration decides", "此配置未作决定"),
    };

    // A name that nothing in the mesh has is a typing error more often than a host of the Internet.
    private static string OfStranger(CommandContext context, ExplainRequest request) =>
        Uri.TryCreate(request.Url, UriKind.Absolute, out var url) && url.HostNameType == UriHostNameType.Dns && request.DestinationAddress is null
            ? context.Pick(
                $"the answer of the address that '{url.Host}' resolves to, if any: nothing in the mesh has this name with port {url.Port}",
                $"'{url.Host}' 所解析地址（如果有）的响应：网格中没有名称为它且端口为 {url.Port} 的服务")
            : context.Pick("the answer of the address that it dialled", "所拨地址的响应");

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
