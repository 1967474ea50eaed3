using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using IstioLab.Config.Istio;
using IstioLab.Config.Snapshots.Compiling;

namespace IstioLab.Config.Discovery;

/// <summary>The VirtualServices with their delegates merged in, the oldest first.</summary>
internal sealed class VirtualServiceTable
{
    private static readonly ConditionalWeakTable<VirtualService, MergedRoot> Merged = [];

    public VirtualServiceTable(IEnumerable<VirtualService> all, MeshSettings settings)
    {
        var list = all.ToList();
        list.Sort(ByAge);
        var delegates = list.Where(item => item.Hosts.IsEmpty).ToDictionary(item => (item.Namespace, item.Name));
        All =
        [
            .. list.Where(item => !item.Hosts.IsEmpty)
                .Select(item => item.IsRoot ? MergeCached(item, delegates, settings) : item),
        ];
        AsksForLabels = All.Any(item => VirtualServiceFacts.Of(item).AsksForSourceLabels);
        Settings = settings;
    }

    /// <summary>Whether a rule asks for the labels of the client.</summary>
    public bool AsksForLabels { get; }

    public ImmutableArray<VirtualService> All { get; }

    private MeshSettings Settings { get; }

    /// <summary>
    /// What a proxy of a namespace sees under one gateway's name: its own private ones, those exported to it, the public ones.
    /// </summary>
    public IEnumerable<VirtualService> Visible(string space, string gateway)
    {
        var bound = All.Where(item => item.Gateways.Contains(gateway)).ToList();
        return bound.Where(item => Rank(item, space) == 0)
            .Concat(bound.Where(item => Rank(item, space) == 1))
            .Concat(bound.Where(item => Rank(item, space) == 2));
    }

    private int Rank(VirtualService item, string space)
    {
        var exportTo = item.ExportTo.IsEmpty ? Settings.DefaultVirtualServiceExportTo : item.ExportTo;
        if (Visibility.IsPublic(exportTo))
        {
            return 2;
        }

        if (item.Namespace == space && (exportTo.Contains(".") || exportTo.Contains(space)))
        {
            return 0;
        }

        return exportTo.Contains(space) ? 1 : 3;
    }

    private static int ByAge(VirtualService first, VirtualService second)
    {
        var result = first.Source.CreationTime.CompareTo(second.Source.CreationTime);
        result = result != 0 ? result : string.CompareOrdinal(first.Name, second.Name);
        return result != 0 ? result : string.CompareOrdinal(first.Namespace, second.Namespace);
    }

    private static VirtualService MergeCached(
        VirtualService root,
        Dictionary<(string Namespace, string Name), VirtualService> delegates,
        MeshSettings settings)
    {
        ImmutableArray<VirtualService?> used =
        [
            .. root.Http.Where(rule => rule.Delegate is not null)
                .Select(rule => delegates.GetValueOrDefault((rule.Delegate!.Namespace, rule.Delegate.Name))),
        ];
        if (Merged.TryGetValue(root, out var cached) && cached.Settings == settings && cached.Delegates.AsSpan().SequenceEqual(used.AsSpan()))
        {
            return cached.Result;
        }

        var result = DelegateMerger.Merge(root, delegates, settings);
        Merged.AddOrUpdate(root, new MergedRoot(settings, used, result));
        return result;
    }

    private sealed record MergedRoot(MeshSettings Settings, ImmutableArray<VirtualService?> Delegates, VirtualService Result);
}
