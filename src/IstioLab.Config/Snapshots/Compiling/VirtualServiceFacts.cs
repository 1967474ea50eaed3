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
        var targets = new HashSet<Destination>();
        foreach (var rule in source.Http)
        {
            HasCertainRoute |= rule.Redirect is null && rule.Matches.IsEmpty;
            foreach (var match in rule.Matches)
            {
                var asksForLabels = match.SourceLabels.Count > 0;
                var asksForNamespace = match.SourceNamespace.Length > 0;
                AsksForSourceLabels |= asksForLabels;
                AsksForSourceNamespace |= asksForNamespace;
                HasCertainRoute |= rule.Redirect is null && !asksForLabels && !asksForNamespace && match.Port == 0 && match.Gateways.IsEmpty;
            }

            AddTargets(rule, targets);
        }

        AsksForSource = AsksForSourceNamespace || AsksForSourceLabels;
        AsksForSourceLabels |= source.Tcp.Concat(source.Tls).Any(rule => rule.Matches.Any(match => match.SourceLabels.Count > 0));
        Targets = [.. targets];
    }

    /// <summary>Whether an http match asks for labels or namespace of the client.</summary>
    public bool AsksForSource { get; }

    public bool AsksForSourceNamespace { get; }

    /// <summary>Whether any rule, of TCP and TLS too, asks for labels of the client.</summary>
    public bool AsksForSourceLabels { get; }

    /// <summary>The destinations and mirrors of the http rules, each once.</summary>
    public ImmutableArray<Destination> Targets { get; }

    /// <summary>Whether at least one http rule gives a route on every listener and for every client.</summary>
    private bool HasCertainRoute { get; }

    public static VirtualServiceFacts Of(VirtualService source) => Cache.GetValue(source, item => new VirtualServiceFacts(item));

    /// <summary>
    /// Whether two VirtualServices differ in nothing but the routes that their hosts get: the same hosts and destinations are seen by the same
    /// clients, on every listener.
    /// </summary>
    public static bool DifferInRoutesAlone(VirtualService first, VirtualService second)
    {
        var (one, other) = (Of(first), Of(second));
        return first.Source.Id == second.Source.Id
            && first.Hosts.AsSpan().SequenceEqual(second.Hosts.AsSpan())
            && first.Gateways.AsSpan().SequenceEqual(second.Gateways.AsSpan())
            && first.ExportTo.AsSpan().SequenceEqual(second.ExportTo.AsSpan())
            && first.Tcp.IsEmpty && second.Tcp.IsEmpty && first.Tls.IsEmpty && second.Tls.IsEmpty
            && one.HasCertainRoute && other.HasCertainRoute
            && !one.AsksForSource && !other.AsksForSource
            && one.Targets.AsSpan().SequenceEqual(other.Targets.AsSpan());
    }

    private static void AddTargets(HttpRule rule, HashSet<Destination> targets)
    {
        foreach (var destination in rule.Destinations)
        {
            targets.Add(destination.Destination);
        }

        if (rule.Mirror is { } only)
        {
            targets.Add(only);
        }

        foreach (var mirror in rule.Mirrors.IsDefault ? [] : rule.Mirrors)
        {
            if (mirror.Destination is { } destination)
            {
                targets.Add(destination);
            }
        }
    }
}
