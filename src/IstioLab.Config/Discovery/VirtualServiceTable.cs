using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using IstioLab.Config.Istio;
using IstioLab.Config.Snapshots.Compiling;

namespace IstioLab.Config.Discovery;

/// <summary>The VirtualServices with their delegates merged in, the oldest first.</summary>
internal sealed class VirtualServiceTable
{
    private static readonly ConditionalWeakTable<VirtualService, MergedRoot> Merged = [];
    private static readonly Comparer<VirtualService> Age = Comparer<VirtualService>.Create(ByAge);

    private readonly MeshSettings settings;
    private readonly bool hasDelegates;
    private readonly int asking;

    public VirtualServiceTable(IEnumerable<VirtualService> all, MeshSettings settings)
    {
        var list = all.ToList();
        list.Sort(Age);
        var delegates = list.Where(IsDelegate).ToDictionary(item => (item.Namespace, item.Name));
        All =
        [
            .. list.Where(item => !IsDelegate(item))
                .Select(item => item.IsRoot ? MergeCached(item, delegates, settings) : item),
        ];
        hasDelegates = list.Exists(item => IsDelegate(item) || item.IsRoot);
        asking = All.Count(AsksForSourceLabels);
        this.settings = settings;
    }

    private VirtualServiceTable(VirtualServiceTable previous, ImmutableArray<VirtualService> all, int asking)
    {
        All = all;
        this.asking = asking;
        settings = previous.settings;
    }

    /// <summary>Whether a rule asks for the labels of the client.</summary>
    public bool AsksForLabels => asking > 0;

    public ImmutableArray<VirtualService> All { get; }

    /// <summary>A table with newer ones of VirtualServices that it has; nothing where others come, or delegates are merged.</summary>
    public VirtualServiceTable? TryReplace(ImmutableArray<VirtualService> newer)
    {
        if (hasDelegates)
        {
            return null;
        }

        var items = All.ToArray();
        var count = asking;
        foreach (var item in newer)
        {
            var position = Array.BinarySearch(items, item, Age);
            if (position < 0 || item.IsRoot || IsDelegate(item))
            {
                return null;
            }

            count += (AsksForSourceLabels(item) ? 1 : 0) - (AsksForSourceLabels(items[position]) ? 1 : 0);
            items[position] = item;
        }

        return new VirtualServiceTable(this, ImmutableCollectionsMarshal.AsImmutableArray(items), count);
    }

    /// <summary>
    /// What a proxy of a namespace sees under one gateway's name: its own private ones, those exported to it, the public ones.
    /// </summary>
    public IEnumerable<VirtualService> Visible(string space, string gateway)
    {
        var bound = All.Where(item => item.Gateways.Contains(gateway)).Select(item => (Item: item, Rank: Rank(item, space))).ToList();
        return bound.Where(item => item.Rank == 0)
            .Concat(bound.Where(item => item.Rank == 1))
            .Concat(bound.Where(item => item.Rank == 2))
            .Select(item => item.Item);
    }

    private int Rank(VirtualService item, string space)
    {
        var exportTo = item.ExportTo.IsEmpty ? settings.DefaultVirtualServiceExportTo : item.ExportTo;
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

    private static bool IsDelegate(VirtualService item) => item.Hosts.IsEmpty;

    private static bool AsksForSourceLabels(VirtualService item) => VirtualServiceFacts.Of(item).AsksForSourceLabels;

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
