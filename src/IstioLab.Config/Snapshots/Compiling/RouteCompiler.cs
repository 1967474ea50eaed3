using System.Collections.Immutable;
using IstioLab.Config.Istio;
using IstioLab.Config.Routing;

namespace IstioLab.Config.Snapshots.Compiling;

/// <summary>
/// Compiles the http rules of a VirtualService for one listener. Follows <c>BuildHTTPRoutesForVirtualService</c>:
/// (1) each rule gives one route for each of its matches, (2) matches whose port, gateway, labels or namespace do not fit are left out,
/// (3) after a route that takes everything nothing more is compiled.
/// </summary>
internal sealed class RouteCompiler(RouteContext context)
{
    private readonly ActionCompiler actions = new(context);
    private WeightedDestination? targetOf;
    private string? target;

    public CompiledRules Compile(VirtualService virtualService)
    {
        var routes = ImmutableArray.CreateBuilder<Route>(virtualService.Http.Length);
        var dropped = ImmutableArray.CreateBuilder<DroppedRule>();
        RuleReference? catchAll = null;
        foreach (var rule in virtualService.Http)
        {
            for (var index = 0; index < Math.Max(1, rule.Matches.Length); index++)
            {
                var match = rule.Matches.IsEmpty ? null : rule.Matches[index];
                var reference = match?.Rule ?? rule.Rule;
                if (catchAll is not null)
                {
                    dropped.Add(new DroppedRule(reference, $"{catchAll.Path} before it takes every request"));
                    continue;
                }

                if (StaticMatch.FindFailure(match, context) is { } failure)
                {
                    dropped.Add(new DroppedRule(reference, failure));
                    continue;
                }

                if (Translate(virtualService, rule, match) is not { } route)
                {
                    dropped.Add(new DroppedRule(reference, $"redirectCode {rule.Redirect?.Code} has no counterpart in Envoy"));
                    continue;
                }

                routes.Add(route);
                catchAll = MatchCompiler.IsCatchAll(match) ? reference : null;
            }

            catchAll ??= rule.Matches.IsEmpty ? rule.Rule : null;
        }

        return new CompiledRules(
            routes.DrainToImmutable(),
            dropped.ToImmutable(),
            new RuleReference(virtualService.Source.Id.ToString(), "", virtualService.Source.Position));
    }

    private Route? Translate(VirtualService virtualService, HttpRule rule, HttpMatch? match)
    {
        var action = actions.Compile(rule, match);
        if (action is null)
        {
            return null;
        }

        var request = HeaderCompiler.Request(rule.Headers);
        var response = HeaderCompiler.Response(rule.Headers);
        if (action is ForwardAction && rule.Destinations is [{ Headers: { } headers }])
        {
            request = HeaderCompiler.Join(request, HeaderCompiler.Request(headers));
            response = HeaderCompiler.Join(response, HeaderCompiler.Response(headers));
        }

        return new Route
        {
            Name = match is { Name.Length: > 0 } ? $"{rule.Name}.{match.Name}" : rule.Name,
            Conditions = match is null ? [] : MatchCompiler.Compile(match, context.Settings.Release),
            Action = action,
            Rule = match?.Rule ?? rule.Rule,
            Request = request,
            Response = response,
            Fault = FaultCompiler.Compile(rule.Fault),
            Cors = CorsCompiler.Compile(rule.Cors),
            Named = new OperationName(TargetOf(virtualService, action, rule.Destinations.Length == 1), PathOf(match)),
        };
    }

    /// <summary>What a span's name begins with: the only destination, or else the VirtualService.</summary>
    private string TargetOf(VirtualService virtualService, RouteAction action, bool single)
    {
        var only = single && action is ForwardAction { Destinations: [var destination] } ? destination : null;
        if (target is null || !ReferenceEquals(only, targetOf))
        {
            target = only is not null ? $"{only.Host}:{only.Port}" : $"{virtualService.Name}:{context.ListenerPort}";
            targetOf = only;
        }

        return target;
    }

    private static string PathOf(HttpMatch? match) => match?.Uri switch
    {
        { Kind: "prefix" } uri => uri.Value + "*",
        { Kind: "exact" or "regex" } uri => uri.Value,
        _ => "/*",
    };
}
