using System.Collections.Immutable;
using IstioLab.Config.Routing;

namespace IstioLab.Config.Istio;

/// <summary>An HTTPRoute of a VirtualService as written, short names made full.</summary>
internal sealed record HttpRule
{
    public string Name { get; init; } = "";

    public ImmutableArray<HttpMatch> Matches { get; init; } = [];

    public ImmutableArray<HttpDestination> Destinations { get; init; } = [];

    public HttpRedirect? Redirect { get; init; }

    public HttpDirectResponse? DirectResponse { get; init; }

    public DelegateReference? Delegate { get; init; }

    public HttpRewrite? Rewrite { get; init; }

    public TimeSpan? Timeout { get; init; }

    public HttpRetry? Retries { get; init; }

    public HttpFault? Fault { get; init; }

    public Destination? Mirror { get; init; }

    public double? MirrorPercentage { get; init; }

    public int? MirrorPercent { get; init; }

    /// <summary>The list of mirrors; default for a rule that has none.</summary>
    public ImmutableArray<HttpMirror> Mirrors { get; init; }

    public HttpCors? Cors { get; init; }

    public HeaderRules? Headers { get; init; }

    public required RuleReference Rule { get; init; }
}
