using System.Globalization;
using IstioLab.Cli.CommandLine;
using IstioLab.Config.Explanation;
using IstioLab.Config.Routing;

namespace IstioLab.Cli.Rendering;

/// <summary>What a rule does with a request besides choosing where it goes, a line each, in the order in which it happens.</summary>
internal static class ExplainedActions
{
    public static IEnumerable<string> Lines(CommandContext context, Explanation explanation)
    {
        var route = explanation.Route;
        var forward = route?.Action as ForwardAction;
        return OfFault(context, route?.Fault)
            .Concat(explanation.RewrittenPath is { } path ? [$"{context.Pick("path becomes", "路径改为")} {path}"] : [])
            .Concat(forward?.Rewrite?.Authority is { } host ? [$"{context.Pick("host becomes", "Host 改为")} {host}"] : [])
            .Concat(OfHeaders(context.Pick("request", "请求"), route?.Request))
            .Concat(OfForward(context, forward))
            .Concat(OfHeaders(context.Pick("response", "响应"), route?.Response))
            .Concat(route?.Cors is { } cors ? [$"CORS {context.Pick("for origins", "允许的来源")} {string.Join(", ", cors.AllowOrigins.Select(origin => $"'{origin.Value}'"))}"] : []);
    }

    private static IEnumerable<string> OfFault(CommandContext context, FaultPolicy? fault)
    {
        if (fault is { HasDelay: true })
        {
            yield return context.Pick(
                $"{Percent(fault.DelayPerMillion)} of requests wait {Seconds(fault.Delay)} first (DI)", $"{Percent(fault.DelayPerMillion)} 的请求先等待 {Seconds(fault.Delay)}（DI）");
        }

        if (fault is { HasAbort: true })
        {
            var status = fault.AbortGrpcStatus is { } grpc ? $"gRPC {grpc}" : $"HTTP {fault.AbortStatus}";
            yield return context.Pick(
                $"{Percent(fault.AbortPerMillion)} of requests are aborted with {status} (FI)", $"{Percent(fault.AbortPerMillion)} 的请求以 {status} 中止（FI）");
        }
    }

    private static IEnumerable<string> OfHeaders(string what, HeaderOperations? operations) => operations is null
        ? []
        : operations.Remove.Select(name => $"{what} − {name}")
            .Concat(operations.Changes.Select(change => $"{what} {(change.Append ? "+" : "=")} {change.Name}: {change.Value}"));

    private static IEnumerable<string> OfForward(CommandContext context, ForwardAction? forward)
    {
        if (forward is null)
        {
            yield break;
        }

        if (forward.Timeout > TimeSpan.Zero)
        {
            yield return context.Pick($"timeout {Seconds(forward.Timeout)} for all attempts together", $"所有尝试合计超时 {Seconds(forward.Timeout)}");
        }

        if (forward.Retries is { } retries)
        {
            var perTry = retries.PerTryTimeout > TimeSpan.Zero ? context.Pick($", {Seconds(retries.PerTryTimeout)} each", $"，每次 {Seconds(retries.PerTryTimeout)}") : "";
            yield return context.Pick(
                $"up to {retries.Attempts} retries{perTry} on {Conditions(retries)}", $"最多重试 {retries.Attempts} 次{perTry}，条件 {Conditions(retries)}");
        }

        foreach (var hash in forward.HashPolicies)
        {
            yield return context.Pick($"same pod for the same {hash.Source} {hash.Name}".TrimEnd(), $"相同的 {hash.Source} {hash.Name} 到同一个 Pod");
        }

        foreach (var mirror in forward.Mirrors)
        {
            yield return context.Pick(
                $"{Percent(mirror.PerMillion)} of requests are copied to {mirror.Cluster}", $"{Percent(mirror.PerMillion)} 的请求复制到 {mirror.Cluster}");
        }
    }

    private static string Conditions(RetryPolicy retries) => string.Join(
        ",",
        retries.RetryOn.Select(condition => condition == "retriable-status-codes" && retries.StatusCodes.Length > 0
            ? $"{condition} ({string.Join(", ", retries.StatusCodes)})"
            : condition));

    private static string Percent(int perMillion) => string.Create(CultureInfo.InvariantCulture, $"{perMillion / 10_000.0:0.####} %");

    private static string Seconds(TimeSpan time) => string.Create(CultureInfo.InvariantCulture, $"{time.TotalSeconds:0.###} s");
}
