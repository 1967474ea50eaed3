using IstioLab.Config.Discovery;
using IstioLab.Config.Routing;
using IstioLab.Config.Snapshots;

namespace IstioLab.Config.Explanation;

/// <summary>Explains what a route configuration does with a request.</summary>
internal sealed class RouteExplainer(ProxySnapshot snapshot, EndpointTable endpoints, bool arePlanned)
{
    public Explanation Explain(RouteConfiguration routes, in RequestInfo request, Explanation explanation)
    {
        var match = routes.Match(in request);
        explanation = explanation with
        {
            RouteConfiguration = routes.Name,
            VirtualHost = match.VirtualHost?.Name ?? "",
            Rule = match.VirtualHost?.Rule,
            Skipped = match.VirtualHost is null ? [] : SkippedRules.Of(match.VirtualHost, match.Route, in request),
        };
        return match switch
        {
            { Outcome: RouteOutcome.TlsRequired } => RedirectToTls(in request, explanation),
            { Route: { } route } => ExplainRoute(route, in request, explanation),
            _ => explanation with { Response = new ExplainedResponse(404, "NR", "route_not_found") },
        };
    }

    private static Explanation RedirectToTls(in RequestInfo request, Explanation explanation) => explanation with
    {
        Action = ExplainedAction.Redirect,
        Location = RedirectLocation.ToTls(in request),
        Response = new ExplainedResponse(301, "-", "direct_response"),
    };

    private Explanation ExplainRoute(Route route, in RequestInfo request, Explanation explanation)
    {
        explanation = explanation with { Route = route, RouteName = route.Name, Rule = route.Rule };
        if (route.Cors is { } cors
            && cors.AnswersPreflight(request.Method, request.Headers.Find("origin"), request.Headers.Find("access-control-request-method")))
        {
            return explanation with { Response = new ExplainedResponse(200, "-", "cors_response") };
        }

        var fault = route.Fault is { HasAbort: true, AbortPerMillion: >= 1_000_000 } abort
            ? new ExplainedResponse(abort.AbortGrpcStatus is null ? abort.AbortStatus : 200, "FI", "fault_filter_abort")
            : null;
        return route.Action switch
        {
            RedirectAction redirect => explanation with
            {
                Action = ExplainedAction.Redirect,
                Location = RedirectLocation.Of(redirect, in request),
                Response = fault ?? new ExplainedResponse(redirect.StatusCode, "-", "direct_response"),
            },
            DirectResponseAction direct => explanation with
            {
                Action = ExplainedAction.DirectResponse,
                Response = fault ?? new ExplainedResponse(direct.StatusCode, "-", "direct_response"),
            },
            ForwardAction forward => ExplainForward(forward, fault, in request, explanation),
            _ => explanation,
        };
    }

    private Explanation ExplainForward(ForwardAction forward, ExplainedResponse? fault, in RequestInfo request, Explanation explanation)
    {
        var destinations = DestinationExplainer.Explain(snapshot, forward.Destinations, endpoints, showsEndpoints: true);
        var path = forward.Rewrite is { ChangesPath: true } rewrite ? rewrite.ApplyToPath(request.Path) : null;
        return explanation with
        {
            Action = forward.Destinations is [var only] ? DestinationExplainer.ActionOf(only.Cluster) : ExplainedAction.Route,
            Destinations = destinations,
            EndpointsArePlanned = arePlanned,
            RewrittenPath = path,
            Response = fault ?? DestinationExplainer.Common(destinations),
        };
    }
}
