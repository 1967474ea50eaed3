using System.Text.Json.Nodes;
using IstioLab.Config.Routing;
using IstioLab.Proxy.Exchanges;

namespace IstioLab.Proxy.Admin;

/// <summary>A route as a proxy's own pages show it; what a rule does not set is null.</summary>
internal static class RouteDump
{
    private const double PerMillionOfPercent = 10_000;

    public static JsonObject Route(Route route)
    {
        var forward = route.Action as ForwardAction;
        return new JsonObject
        {
            ["name"] = route.Name,
            ["rule"] = route.Rule.ToString(),
            ["match"] = new JsonArray([.. route.Conditions.Select(condition => JsonValue.Create(condition.ToString()))]),
            ["action"] = route.Action switch
            {
                ForwardAction => "route",
                RedirectAction => "redirect",
                _ => "directResponse",
            },
            ["clusters"] = forward is null ? null : new JsonArray([.. forward.Destinations.Select(Destination)]),
            ["redirect"] = route.Action is RedirectAction redirect ? Redirect(redirect) : null,
            ["directResponse"] = route.Action is DirectResponseAction direct ? new JsonObject { ["status"] = direct.StatusCode } : null,
            ["timeoutSeconds"] = forward is { Timeout.Ticks: > 0 } ? forward.Timeout.TotalSeconds : null,
            ["retries"] = forward?.Retries is { } retries ? Retries(retries) : null,
            ["rewrite"] = forward?.Rewrite is { } rewrite ? Rewrite(rewrite) : null,
            ["fault"] = route.Fault is { } fault ? Fault(fault) : null,
            ["mirrors"] = forward is null or { Mirrors.IsEmpty: true } ? null : new JsonArray([.. forward.Mirrors.Select(Mirror)]),
            ["cors"] = route.Cors is not null ? true : null,
        };
    }

    private static JsonObject Destination(WeightedDestination destination) => new()
    {
        ["cluster"] = destination.Cluster,
        ["weight"] = destination.Weight,
    };

    private static JsonObject Redirect(RedirectAction redirect) => new()
    {
        ["code"] = redirect.StatusCode,
        ["scheme"] = redirect.Scheme,
        ["authority"] = redirect.Authority,
        ["port"] = redirect.Port,
        ["uri"] = redirect.Path,
    };

    private static JsonObject Retries(RetryPolicy retries) => new()
    {
        ["attempts"] = retries.Attempts,
        ["on"] = string.Join(',', [.. retries.RetryOn, .. retries.StatusCodes.Select(code => SmallNumbers.Text(code))]),
        ["perTrySeconds"] = retries.PerTryTimeout > TimeSpan.Zero ? retries.PerTryTimeout.TotalSeconds : null,
        ["backOffMilliseconds"] = retries.BackOff.TotalMilliseconds,
        ["avoidsPreviousHosts"] = retries.AvoidPreviousHosts,
    };

    private static JsonObject Rewrite(RewritePolicy rewrite) => new()
    {
        ["uri"] = rewrite.PrefixReplacement ?? rewrite.FullPath,
        ["regex"] = rewrite.PathPattern?.ToString(),
        ["authority"] = rewrite.Authority,
    };

    private static JsonObject Fault(FaultPolicy fault) => new()
    {
        ["delaySeconds"] = fault.HasDelay ? fault.Delay.TotalSeconds : null,
        ["delayPercent"] = fault.HasDelay ? fault.DelayPerMillion / PerMillionOfPercent : null,
        ["abortStatus"] = fault is { HasAbort: true, AbortGrpcStatus: null } ? fault.AbortStatus : null,
        ["abortGrpcStatus"] = fault.HasAbort ? fault.AbortGrpcStatus : null,
        ["abortPercent"] = fault.HasAbort ? fault.AbortPerMillion / PerMillionOfPercent : null,
    };

    private static JsonObject Mirror(MirrorPolicy mirror) => new()
    {
        ["cluster"] = mirror.Cluster,
        ["percent"] = mirror.PerMillion / PerMillionOfPercent,
    };
}
