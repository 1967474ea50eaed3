using System.Text.Json.Nodes;

namespace IstioLab.Cluster.Embedded.Patches;

/// <summary>
/// A set of field paths as <c>fieldsV1</c> writes them: <c>f:name</c> for a field, <c>k:{…}</c> for a list element by its keys,
/// <c>v:…</c> for an element of a set. See https://kubernetes.io/docs/reference/using-api/server-side-apply/#field-management.
/// </summary>
internal sealed class FieldSet
{
    private readonly SortedDictionary<string, FieldSet> _children = new(StringComparer.Ordinal);

    /// <summary>Whether the path itself is in the set.</summary>
    public bool IsMember { get; set; }

    /// <summary>The next path elements.</summary>
    public IReadOnlyDictionary<string, FieldSet> Children => _children;

    /// <summary>Whether neither the path nor anything below it is in the set.</summary>
    public bool IsEmpty => !IsMember && _children.Count == 0;

    /// <summary>Reads <c>fieldsV1</c>.</summary>
    public static FieldSet FromJson(JsonObject json)
    {
        var set = new FieldSet();
        foreach (var (element, value) in json)
        {
            if (element == ".")
            {
                set.IsMember = true;
                continue;
            }
            var child = value is JsonObject { Count: > 0 } below ? FromJson(below) : new FieldSet { IsMember = true };
            set._children[element] = child;
        }
        return set;
    }

    /// <summary>The set below one path element; created if it is missing.</summary>
    public FieldSet Child(string element)
    {
        if (_children.TryGetValue(element, out var child)) return child;
        return _children[element] = new FieldSet();
    }

    /// <summary>The set below one path element, or null.</summary>
    public FieldSet? FindChild(string element) => _children.GetValueOrDefault(element);

    /// <summary>Removes a path and all below it.</summary>
    public void Remove(string element) => _children.Remove(element);

    /// <summary>The paths of both.</summary>
    public FieldSet Union(FieldSet other)
    {
        var result = new FieldSet { IsMember = IsMember || other.IsMember };
        foreach (var (element, child) in _children)
            result._children[element] = other.FindChild(element) is { } second ? child.Union(second) : child;
        foreach (var (element, child) in other._children) result._children.TryAdd(element, child);
        return result;
    }

    /// <summary>The paths that the other set lacks.</summary>
    public FieldSet Except(FieldSet other)
    {
        var result = new FieldSet { IsMember = IsMember && !other.IsMember };
        foreach (var (element, child) in _children)
        {
            var rest = other.FindChild(element) is { } second ? child.Except(second) : child;
            if (!rest.IsEmpty) result._children[element] = rest;
        }
        return result;
    }

    /// <summary>The paths that are in both.</summary>
    public FieldSet Intersect(FieldSet other)
    {
        var result = new FieldSet { IsMember = IsMember && other.IsMember };
        foreach (var (element, child) in _children)
        {
            if (other.FindChild(element) is not { } second) continue;
            var common = child.Intersect(second);
            if (!common.IsEmpty) result._children[element] = common;
        }
        return result;
    }

    /// <summary>Whether both hold the same paths.</summary>
    public bool SetEquals(FieldSet other) =>
        IsMember == other.IsMember
        && _children.Count == other._children.Count
        && _children.All(pair => other.FindChild(pair.Key) is { } second && pair.Value.SetEquals(second));

    /// <summary>Every path as Kubernetes prints it: <c>.spec.containers[name="c"].image</c>.</summary>
    public IEnumerable<string> Paths(string prefix = "")
    {
        if (IsMember && prefix.Length > 0) yield return prefix;
        foreach (var (element, child) in _children)
            foreach (var path in child.Paths(prefix + Print(element)))
                yield return path;
    }

    /// <summary>Writes <c>fieldsV1</c>.</summary>
    public JsonObject ToJson()
    {
        var json = new JsonObject();
        if (IsMember && _children.Count > 0) json["."] = new JsonObject();
        foreach (var (element, child) in _children) json[element] = child.ToJson();
        return json;
    }

    private static string Print(string element)
    {
        var text = element[2..];
        return element[0] switch
        {
            'f' => $".{text}",
            'k' => $"[{string.Join(',', JsonNode.Parse(text)!.AsObject().Select(key => $"{key.Key}={key.Value?.ToJsonString()}"))}]",
            'v' => $"[={text}]",
            _ => $"[{text}]",
        };
    }
}
