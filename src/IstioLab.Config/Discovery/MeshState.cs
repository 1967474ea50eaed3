using System.Collections.Frozen;
using IstioLab.Config.Kubernetes;

namespace IstioLab.Config.Discovery;

/// <summary>
/// What the mesh knows at one moment: Kubernetes' Services, EndpointSlices, Pods, Namespaces and ConfigMaps, and Istio's objects.
/// Immutable: a change gives a new state that shares all that did not change.
/// </summary>
public sealed class MeshState
{
    private readonly KindIndex objects;

    private MeshState(KindIndex objects, MeshSettings settings, MeshTables tables)
    {
        this.objects = objects;
        Settings = settings;
        Tables = tables;
    }

    /// <summary>A mesh without objects and with Istio's defaults.</summary>
    public static MeshState Empty { get; } = new(
        KindIndex.Empty,
        MeshSettings.Default,
        new MeshTables(KindIndex.Empty, MeshSettings.Default, null, FrozenSet<string>.Empty));

    /// <summary>The mesh's settings: those of the ConfigMap <c>istio</c> in <c>istio-system</c>, when there is one.</summary>
    public MeshSettings Settings { get; }

    internal MeshTables Tables { get; }

    /// <summary>All objects; other kinds than the mesh knows are kept and have no effect.</summary>
    public IEnumerable<ConfigObject> Objects => objects.All;

    /// <summary>The objects of a kind.</summary>
    public IEnumerable<ConfigObject> OfKind(string kind) => objects.Of(kind);

    /// <summary>Finds an object.</summary>
    public ConfigObject? Find(ObjectId id) => objects.Find(id);

    /// <summary>The first address of a ServiceEntry's host, its own or one that the mesh gave it.</summary>
    /// <param name="space">The namespace of the ServiceEntry.</param>
    /// <param name="host">The host.</param>
    /// <returns>The address, which may be a network; <see langword="null"/> for none.</returns>
    public string? FindEntryAddress(string space, string host)
    {
        foreach (var service in Tables.Services.OfHost(host.ToLowerInvariant()))
        {
            if (!service.IsKubernetes && service.Namespace == space && !service.Addresses.IsEmpty)
            {
                return service.Addresses[0];
            }
        }

        return null;
    }

    /// <summary>Adds, replaces and removes objects.</summary>
    /// <param name="changed">Objects to add or replace, by identity.</param>
    /// <param name="removed">Objects to remove; done first.</param>
    public MeshState With(IEnumerable<ConfigObject> changed, IEnumerable<ObjectId>? removed = null)
    {
        var added = changed.ToList();
        var gone = removed?.ToList() ?? [];
        var index = objects.With(added, gone);
        var kinds = added.Select(item => item.Id).Concat(gone).ToList();
        if (kinds.Find(MeshSettingsReader.IsSettings) is { } settingsId)
        {
            return Create(index, MeshSettingsReader.Read(index.Find(settingsId), Settings));
        }

        var replaced = gone.Exists(id => id.Kind == MeshTables.VirtualService) ? null : added.FindAll(item => item.Id.Kind == MeshTables.VirtualService);
        return new MeshState(index, Settings, new MeshTables(index, Settings, Tables, kinds.Select(id => id.Kind).ToHashSet(), replaced));
    }

    /// <summary>Changes the settings.</summary>
    public MeshState With(MeshSettings settings) => Create(objects, settings);

    private static MeshState Create(KindIndex index, MeshSettings settings) =>
        new(index, settings, new MeshTables(index, settings, null, FrozenSet<string>.Empty));
}
