using System.Text.Json.Nodes;
using IstioLab.Cluster.Embedded.Storage;

namespace IstioLab.Cluster.Embedded.Objects;

/// <summary>What controllers ask of a stored object.</summary>
internal static class ObjectNodes
{
    public static JsonObject OwnerReference(this StoredObject owner, string apiVersion, string kind) => new()
    {
        ["apiVersion"] = apiVersion,
        ["kind"] = kind,
        ["name"] = owner.Key.Name,
        ["uid"] = owner.Uid,
        ["controller"] = true,
        ["blockOwnerDeletion"] = true,
    };

    public static OwnerReference? Controller(this StoredObject item) => item.Owners.FirstOrDefault(owner => owner.Controller);

    public static bool IsControlledBy(this StoredObject item, StoredObject owner) => item.Controller()?.Uid == owner.Uid;

    public static bool HasLabels(this StoredObject item, IReadOnlyDictionary<string, string> selector) =>
        selector.All(pair => item.Labels.TryGetValue(pair.Key, out var value) && value == pair.Value);

    public static bool IsTerminating(this StoredObject item) => item.DeletionTime is not null;
}
