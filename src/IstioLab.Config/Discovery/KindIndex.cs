using System.Collections.Immutable;
using IstioLab.Config.Kubernetes;

namespace IstioLab.Config.Discovery;

/// <summary>Objects by kind.</summary>
internal sealed class KindIndex(ImmutableDictionary<string, ImmutableDictionary<ObjectId, ConfigObject>> byKind)
{
    public static KindIndex Empty { get; } = new(ImmutableDictionary<string, ImmutableDictionary<ObjectId, ConfigObject>>.Empty);

    public IEnumerable<ConfigObject> Of(string kind) => byKind.TryGetValue(kind, out var objects) ? objects.Values : [];

    public ConfigObject? Find(ObjectId id) => byKind.TryGetValue(id.Kind, out var objects) ? objects.GetValueOrDefault(id) : null;

    public IEnumerable<ConfigObject> All => byKind.Values.SelectMany(objects => objects.Values);

    public KindIndex With(IEnumerable<ConfigObject> changed, IEnumerable<ObjectId> removed)
    {
        var result = byKind.ToBuilder();
        foreach (var group in removed.GroupBy(id => id.Kind))
        {
            if (result.TryGetValue(group.Key, out var objects))
            {
                result[group.Key] = objects.RemoveRange(group);
            }
        }

        foreach (var group in changed.GroupBy(item => item.Id.Kind))
        {
            var objects = result.GetValueOrDefault(group.Key) ?? ImmutableDictionary<ObjectId, ConfigObject>.Empty;
            result[group.Key] = objects.SetItems(group.Select(item => KeyValuePair.Create(item.Id, item)));
        }

        return new KindIndex(result.ToImmutable());
    }
}
