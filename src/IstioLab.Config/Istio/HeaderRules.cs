using System.Collections.Immutable;

namespace IstioLab.Config.Istio;

/// <summary>A <c>headers</c> block as written.</summary>
internal sealed record HeaderRules
{
    public ImmutableArray<KeyValuePair<string, string>> RequestSet { get; init; } = [];

    public ImmutableArray<KeyValuePair<string, string>> RequestAdd { get; init; } = [];

    public ImmutableArray<string> RequestRemove { get; init; } = [];

    public ImmutableArray<KeyValuePair<string, string>> ResponseSet { get; init; } = [];

    public ImmutableArray<KeyValuePair<string, string>> ResponseAdd { get; init; } = [];

    public ImmutableArray<string> ResponseRemove { get; init; } = [];
}
