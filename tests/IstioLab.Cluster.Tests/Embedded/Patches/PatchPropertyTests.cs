using System.Text.Json.Nodes;
using CsCheck;
using IstioLab.Cluster.Embedded.Patches;
using IstioLab.Config.Schemas;

namespace IstioLab.Cluster.Tests.Embedded.Patches;

public sealed class PatchPropertyTests
{
    private static readonly Gen<(JsonObject From, JsonObject To)> Pairs = Gen.Select(JsonGen.Object(3), JsonGen.Object(3));

    [Fact]
    public void Merge_patch_of_a_difference_gives_the_other_document() => Pairs.Sample(pair =>
    {
        var result = pair.From.DeepClone().AsObject();
        MergePatch.Apply(result, Difference(pair.From, pair.To));
        return JsonNode.DeepEquals(result, pair.To);
    });

    [Fact]
    public void Merge_patch_twice_is_merge_patch_once() => Pairs.Sample(pair =>
    {
        var once = pair.From.DeepClone().AsObject();
        MergePatch.Apply(once, pair.To);
        var twice = once.DeepClone().AsObject();
        MergePatch.Apply(twice, pair.To);
        return JsonNode.DeepEquals(once, twice);
    });

    [Fact]
    public void Strategic_patch_without_a_schema_is_a_merge_patch() => Pairs.Sample(pair =>
    {
        var merged = pair.From.DeepClone().AsObject();
        MergePatch.Apply(merged, pair.To);
        var strategic = pair.From.DeepClone().AsObject();
        StrategicMergePatch.Apply(strategic, pair.To, null);
        return JsonNode.DeepEquals(merged, strategic);
    });

    [Fact]
    public void Json_patch_that_removes_and_adds_members_gives_the_other_document() => Pairs.Sample(pair =>
    {
        var operations = new JsonArray();
        foreach (var (name, _) in pair.From) operations.Add(new JsonObject { ["op"] = "remove", ["path"] = Pointer(name) });
        foreach (var (name, value) in pair.To) operations.Add(new JsonObject { ["op"] = "add", ["path"] = Pointer(name), ["value"] = value?.DeepClone() });
        return JsonNode.DeepEquals(JsonPatch.Apply(pair.From.DeepClone(), operations), pair.To);
    });

    [Fact]
    public void Field_sets_survive_their_json_form() => JsonGen.Object(3).Sample(document =>
    {
        var set = FieldPaths.Of(document, SchemaCatalog.BuiltIn.Find("", "v1", "ConfigMap")!.Root);
        return FieldSet.FromJson(set.ToJson()).SetEquals(set) || document.Count == 0;
    });

    [Fact]
    public void Apply_gives_what_was_applied_and_a_second_apply_takes_the_first_one_back() => Pairs.Sample(pair =>
    {
        var manager = new ManagedFieldsEntry("m", ManagedFieldsEntry.Apply, "v1", "", "2026-01-01T00:00:00Z", new FieldSet());
        var first = FieldOwnership.Apply(null, Applied(pair.From), manager, false, null, true, out _);
        var second = FieldOwnership.Apply(first, Applied(pair.To), manager, false, null, true, out var conflicts);
        second["metadata"]!.AsObject().Remove("managedFields");
        return conflicts.Count == 0 && JsonNode.DeepEquals(second, Applied(pair.To));
    });

    private static JsonObject Applied(JsonObject data) => new() { ["metadata"] = new JsonObject { ["name"] = "x" }, ["data"] = data.DeepClone() };

    private static string Pointer(string name) => "/" + name.Replace("~", "~0").Replace("/", "~1");

    private static JsonObject Difference(JsonObject from, JsonObject to)
    {
        var patch = new JsonObject();
        foreach (var (name, _) in from)
            if (!to.ContainsKey(name)) patch[name] = null;
        foreach (var (name, value) in to)
        {
            if (JsonNode.DeepEquals(from[name], value)) continue;
            patch[name] = value is JsonObject wanted && from[name] is JsonObject had ? Difference(had, wanted) : value?.DeepClone();
        }
        return patch;
    }
}
