using System.Collections.Immutable;
using IstioLab.Config.Routing;

namespace IstioLab.Config.Explanation;

/// <summary>Where a request goes and why.</summary>
public sealed record Explanation
{
    /// <summary>The request's name; empty for none.</summary>
    public string Id { get; init; } = "";

    /// <summary>The listener.</summary>
    public string Listener { get; init; } = "";

    /// <summary>The route configuration; empty when the connection is not read as HTTP.</summary>
    public string RouteConfiguration { get; init; } = "";

    /// <summary>The virtual host; empty for none.</summary>
    public string VirtualHost { get; init; } = "";

    /// <summary>The route's name; empty for none.</summary>
    public string RouteName { get; init; } = "";

    /// <summary>The rule taken.</summary>
    public RuleReference? Rule { get; init; }

    /// <summary>What happens.</summary>
    public ExplainedAction Action { get; init; }

    /// <summary>The answer that the mesh gives by itself; <see langword="null"/> when the application answers.</summary>
    public ExplainedResponse? Response { get; init; }

    /// <summary>What was probably overlooked, a sentence without full stop; empty for nothing. For people, not part of the JSON.</summary>
    public string Hint { get; init; } = "";

    /// <summary>Where the request may go.</summary>
    public ImmutableArray<ExplainedDestination> Destinations { get; init; } = [];

    /// <summary>The route taken, for its rewrite, headers, faults and the rest.</summary>
    public Route? Route { get; init; }

    /// <summary>The path after rewriting; <see langword="null"/> when it stays.</summary>
    public string? RewrittenPath { get; init; }

    /// <summary>The address of a redirect.</summary>
    public string? Location { get; init; }

    /// <summary>Rules that did not apply, in order.</summary>
    public ImmutableArray<SkippedRule> Skipped { get; init; } = [];

    /// <summary>Whether the endpoints are not running pods but those that the workloads of files will have.</summary>
    public bool EndpointsArePlanned { get; init; }
}
