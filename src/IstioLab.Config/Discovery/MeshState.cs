using System.Collections.Immutable;
using IstioLab.Config.Kubernetes;

namespace IstioLab.Config.Discovery;

/// <summary>
/// What the mesh knows at one moment: Kubernetes' Services, EndpointSlices, Pods, Namespaces and ConfigMaps, and Istio's objects.
/// Immutable: a change gives a new state that shares all that did not change.
/// </summary>
public sealed class MeshState
{
    private MeshState(ImmutableDictionary<ObjectId, ConfigObject> objects, MeshSettings settings)
    {
        Objects = objects;
        Settings = settings;
    }

    /// <summary>A mesh without objects and with Istio's defaults.</summary>
    public static MeshState Empty { get; } = new(ImmutableDictionary<ObjectId, ConfigObject>.Empty, MeshSettings.Default);

    /// <summary>All objects by identity; other kinds are kept and have no effect.</summary>
    public ImmutableDictionary<ObjectId, ConfigObject> Objects { get; }

    /// <summary>The mesh's settings.</summary>
    public MeshSettings Settings { get; }

    /// <summary>Adds, replaces and removes objects.</summary>
    public MeshState With(IEnumerable<ConfigObject> changed, IEnumerable<ObjectId>? removed = null)
    {
        var objects = Objects.ToBuilder();
        objects.RemoveRange(removed ?? []);
        foreach (var item in changed)
        {
            objects[item.Id] = item;
        }

        return new MeshState(objects.ToImmutable(), Settings);
    }

    /// <summary>Changes the settings.</summary>
    public MeshState With(MeshSettings settings) => new(Objects, settings);
}
