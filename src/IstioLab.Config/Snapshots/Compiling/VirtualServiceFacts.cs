using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using IstioLab.Config.Istio;

namespace IstioLab.Config.Snapshots.Compiling;

/// <summary>What a compiler wants to know of a VirtualService again and again, found once.</summary>
internal sealed class VirtualServiceFacts
{
    private static readonly ConditionalWeakTable<VirtualService, VirtualServiceFacts> Cache = [];

    private VirtualServiceFacts(VirtualService source)
    {
        AsksForSourceNamespace = source.Http.Any(rule => rule.Matches.Any(match => match.SourceNamespace.Length > 0));
        AsksForSource = AsksForSourceNamespace || source.Http.Any(rule => rule.Matches.Any(match => match.SourceLabels.Count > 0));
        AsksForSourceLabels = source.Http.Any(rule => rule.Matches.Any(match => match.SourceLabels.Count > 0))
            || source.Tcp.Concat(source.Tls).Any(rule => rule.Matches.Any(match => match.SourceLabels.Count > 0));
        Targets =
        [
            .. source.Http.SelectMany(rule => rule.Destinations.Select(item => item.Destination)
                    .Concat(rule.Mirror is { } mirror ? [mirror] : [])
                    .Concat(rule.Mirrors.IsDefault ? [] : rule.Mirrors.Select(item => item.Destination).OfType<Destination>()))
                .Distinct(),
        ];
    }

    /// <summary>Whether an http match asks for labels or namespace of the client.</summary>
    public bool AsksForSource { get; }

    public bool AsksForSourceNamespace { get; }

    /// <summary>Whether any rule, of TCP and TLS too, asks for labels of the client.</summary>
    public bool AsksForSourceLabels { get; }

    /// <summary>The destinations and mirrors of the http rules, each once.</summary>
    public ImmutableArray<Destination> Targets { get; }

    public static VirtualServiceFacts Of(VirtualService source) => Cache.GetValue(source, item => new VirtualServiceFacts(item));
}
