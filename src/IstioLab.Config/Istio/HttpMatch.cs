using System.Collections.Frozen;
using System.Collections.Immutable;
using IstioLab.Config.Routing;

namespace IstioLab.Config.Istio;

/// <summary>An HTTPMatchRequest as written.</summary>
internal sealed record HttpMatch
{
    public string Name { get; init; } = "";

    public StringMatch? Uri { get; init; }

    public StringMatch? Scheme { get; init; }

    public StringMatch? Method { get; init; }

    public StringMatch? Authority { get; init; }

    public ImmutableArray<NamedMatch> Headers { get; init; } = [];

    public ImmutableArray<NamedMatch> WithoutHeaders { get; init; } = [];

    public ImmutableArray<NamedMatch> QueryParams { get; init; } = [];

    public bool IgnoreUriCase { get; init; }

    public int Port { get; init; }

    public FrozenDictionary<string, string> SourceLabels { get; init; } = FrozenDictionary<string, string>.Empty;

    public string SourceNamespace { get; init; } = "";

    public ImmutableArray<string> Gateways { get; init; } = [];

    public string StatPrefix { get; init; } = "";

    public required RuleReference Rule { get; init; }
}
