using System.Collections.Immutable;

namespace IstioLab.Config.Routing;

/// <summary>A compiled route: one rule, or one alternative of a rule's matches.</summary>
public sealed record Route
{
    /// <summary>Istio's route name: the rule's name and, after a dot, the match's; <c>default</c> for a service without rules.</summary>
    public required string Name { get; init; }

    /// <summary>All of these must hold; none means that the route takes everything.</summary>
    public ImmutableArray<RouteCondition> Conditions { get; init; } = [];

    /// <summary>What happens with the request.</summary>
    public required RouteAction Action { get; init; }

    /// <summary>Where the route was written.</summary>
    public required RuleReference Rule { get; init; }

    /// <summary>Changes to the request, after those of the destination.</summary>
    public HeaderOperations Request { get; init; } = HeaderOperations.None;

    /// <summary>Changes to the answer, after those of the destination.</summary>
    public HeaderOperations Response { get; init; } = HeaderOperations.None;

    /// <summary>Faults to inject before anything is sent.</summary>
    public FaultPolicy? Fault { get; init; }

    /// <summary>Cross-origin rules.</summary>
    public CorsPolicy? Cors { get; init; }

    /// <summary>The span's name, e.g. <c>apps-svc-all.nolen.svc.cluster.local:80/*</c>.</summary>
    public string Operation => Named?.ToString() ?? "";

    /// <summary>The span's name, in parts.</summary>
    internal OperationName? Named { get; init; }

    /// <summary>Whether the request meets all conditions.</summary>
    public bool Matches(in RequestInfo request)
    {
        foreach (var condition in Conditions)
        {
            if (!condition.Matches(in request))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>The first condition that a request fails, or <see langword="null"/> when it meets all.</summary>
    public RouteCondition? FirstFailure(in RequestInfo request)
    {
        foreach (var condition in Conditions)
        {
            if (!condition.Matches(in request))
            {
                return condition;
            }
        }

        return null;
    }
}
