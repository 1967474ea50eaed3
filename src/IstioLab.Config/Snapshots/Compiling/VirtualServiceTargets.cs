using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using IstioLab.Config.Istio;

namespace IstioLab.Config.Snapshots.Compiling;

/// <summary>The destinations and mirrors of the http rules of a VirtualService, each once.</summary>
internal static class VirtualServiceTargets
{
    private static readonly ConditionalWeakTable<VirtualService, Holder> Cache = [];

    public static ImmutableArray<Destination> Of(VirtualService source) =>
        Cache.GetValue(source, item => new Holder(Collect(item))).Destinations;

    private static ImmutableArray<Destination> Collect(VirtualService source) =>
    [
        .. source.Http.SelectMany(rule => rule.Destinations.Select(item => item.Destination)
                .Concat(rule.Mirror is { } mirror ? [mirror] : [])
                .Concat(rule.Mirrors.IsDefault ? [] : rule.Mirrors.Select(item => item.Destination).OfType<Destination>()))
            .Distinct(),
    ];

    private sealed record Holder(ImmutableArray<Destination> Destinations);
}
