using System.Text.Json.Nodes;

namespace IstioLab.Cluster.Embedded.Patches;

/// <summary>JSON Patch (RFC 6902).</summary>
internal static class JsonPatch
{
    /// <summary>Applies all operations; the target may be half changed when one fails.</summary>
    /// <exception cref="PatchException">An operation is malformed, its path is missing, or a test failed.</exception>
    public static JsonNode? Apply(JsonNode? target, JsonArray operations)
    {
        foreach (var node in operations)
        {
            if (node is not JsonObject operation) throw new PatchException("an operation is not an object");
            target = ApplyOne(target, operation);
        }
        return target;
    }

    private static JsonNode? ApplyOne(JsonNode? target, JsonObject operation)
    {
        var kind = Text(operation, "op");
        var path = JsonPointer.Parse(Text(operation, "path"));
        switch (kind)
        {
            case "add":
                return Add(target, path, Value(operation, kind));
            case "remove":
                return Remove(target, path, kind).Target;
            case "replace":
                path.Find(target, kind);
                return path.IsRoot ? Value(operation, kind) : Replace(target, path, Value(operation, kind));
            case "copy":
                return Add(target, path, JsonPointer.Parse(Text(operation, "from")).Find(target, kind)?.DeepClone());
            case "move":
                return Move(target, JsonPointer.Parse(Text(operation, "from")), path);
            case "test":
                return Test(target, path, operation);
            default:
                throw new PatchException($"unexpected kind: {kind}");
        }
    }

    private static JsonNode? Test(JsonNode? target, JsonPointer path, JsonObject operation)
    {
        var expected = operation["value"];
        var found = path.TryFind(target, out var actual);
        if (!found ? expected is null : JsonNode.DeepEquals(actual, expected)) return target;
        throw new PatchException($"testing value {path} failed: test failed");
    }

    private static JsonNode? Move(JsonNode? target, JsonPointer from, JsonPointer to)
    {
        if (to.IsBelow(from)) throw new PatchException($"move operation cannot move {from} into itself");
        var (rest, moved) = Remove(target, from, "move");
        return Add(rest, to, moved);
    }

    private static JsonNode? Add(JsonNode? target, JsonPointer path, JsonNode? value)
    {
        if (path.IsRoot) return value;
        switch (path.Parent.Find(target, "add"))
        {
            case JsonObject parent:
                parent[path.Last] = value;
                break;
            case JsonArray list:
                list.Insert(path.Last == "-" ? list.Count : Index(path, list.Count, "add"), value);
                break;
            default:
                throw Missing("add", path);
        }
        return target;
    }

    private static (JsonNode? Target, JsonNode? Removed) Remove(JsonNode? target, JsonPointer path, string kind)
    {
        if (path.IsRoot) return (null, target);
        var removed = path.Find(target, kind);
        if (path.Parent.Find(target, kind) is JsonObject parent) parent.Remove(path.Last);
        else if (path.Parent.Find(target, kind) is JsonArray list) list.RemoveAt(Index(path, list.Count - 1, kind));
        return (target, removed);
    }

    private static JsonNode? Replace(JsonNode? target, JsonPointer path, JsonNode? value)
    {
        if (path.Parent.Find(target, "replace") is JsonObject parent) parent[path.Last] = value;
        else if (path.Parent.Find(target, "replace") is JsonArray list) list[Index(path, list.Count - 1, "replace")] = value;
        return target;
    }

    private static int Index(JsonPointer path, int highest, string kind) =>
        JsonPointer.TryIndex(path.Last, highest, out var index) ? index : throw Missing(kind, path);

    private static PatchException Missing(string kind, JsonPointer path) =>
        new($"{kind} operation does not apply: doc is missing path: {path}: missing value");

    private static JsonNode? Value(JsonObject operation, string kind) =>
        operation.TryGetPropertyValue("value", out var value)
            ? value?.DeepClone()
            : throw new PatchException($"{kind} operation needs a value");

    private static string Text(JsonObject operation, string name) =>
        operation[name] is JsonValue value && value.TryGetValue<string>(out var text)
            ? text
            : throw new PatchException($"an operation has no '{name}'");
}
