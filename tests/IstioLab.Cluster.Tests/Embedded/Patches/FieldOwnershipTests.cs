using System.Text.Json.Nodes;
using IstioLab.Cluster.Embedded.Patches;
using IstioLab.Config.Schemas;

namespace IstioLab.Cluster.Tests.Embedded.Patches;

public sealed class FieldOwnershipTests
{
    private static readonly SchemaNode Deployment = SchemaCatalog.BuiltIn.Find("apps", "v1", "Deployment")!.Root;

    [Fact]
    public void An_update_owns_what_it_changed_by_keys()
    {
        var body = Parse("""
            {"metadata":{"name":"web","labels":{"app":"web"}},
             "spec":{"replicas":1,"selector":{"matchLabels":{"app":"web"}},
              "template":{"spec":{"containers":[{"name":"c","image":"i","ports":[{"containerPort":80,"protocol":"TCP"}]}]}}}}
            """);

        FieldOwnership.RecordUpdate(null, body, Manager("kubectl-create", ManagedFieldsEntry.Update), Deployment, custom: false);

        var fields = body["metadata"]!["managedFields"]![0]!["fieldsV1"]!.ToJsonString();
        Assert.Equal(
            """{"f:metadata":{"f:labels":{".":{},"f:app":{}}},"f:spec":{"f:replicas":{},"f:selector":{},"f:template":{"f:spec":{"f:containers":{"k:{\u0022name\u0022:\u0022c\u0022}":{".":{},"f:image":{},"f:name":{},"f:ports":{".":{},"k:{\u0022containerPort\u0022:80,\u0022protocol\u0022:\u0022TCP\u0022}":{".":{},"f:containerPort":{},"f:protocol":{}}}}}}}}}""",
            fields);
    }

    [Fact]
    public void An_apply_over_a_field_of_another_manager_is_a_conflict_until_it_is_forced()
    {
        var first = FieldOwnership.Apply(null, Parse("""{"metadata":{"name":"x"},"data":{"a":"1"}}"""), Manager("me"), false, null, true, out _);

        FieldOwnership.Apply(first, Parse("""{"metadata":{"name":"x"},"data":{"a":"2"}}"""), Manager("other"), false, null, true, out var conflicts);
        var forced = FieldOwnership.Apply(first, Parse("""{"metadata":{"name":"x"},"data":{"a":"2"}}"""), Manager("other"), true, null, true, out var none);

        Assert.Equal("Apply failed with 1 conflict: conflict with \"me\": .data.a", ApplyConflict.Describe(conflicts));
        Assert.Empty(none);
        Assert.Equal(["other"], ManagedFields.Read(forced).Entries.Select(entry => entry.Manager));
    }

    [Fact]
    public void The_same_value_is_shared_and_stays_until_both_managers_drop_it()
    {
        var both = Parse("""{"metadata":{"name":"x"},"data":{"a":"1","b":"1"}}""");
        var none = Parse("""{"metadata":{"name":"x"}}""");
        var state = FieldOwnership.Apply(null, both, Manager("me"), false, null, true, out _);
        state = FieldOwnership.Apply(state, Parse("""{"metadata":{"name":"x"},"data":{"a":"1"}}"""), Manager("other"), false, null, true, out var conflicts);
        Assert.Empty(conflicts);

        state = FieldOwnership.Apply(state, none, Manager("me"), false, null, true, out _);
        Assert.Equal("""{"a":"1"}""", state["data"]!.ToJsonString());
        state = FieldOwnership.Apply(state, none, Manager("other"), false, null, true, out _);
        Assert.False(state["data"] is JsonObject { Count: > 0 });
    }

    [Fact]
    public void Elements_of_a_keyed_list_have_owners_of_their_own()
    {
        var state = FieldOwnership.Apply(null, Containers("a"), Manager("me"), false, Deployment, false, out _);
        state = FieldOwnership.Apply(state, Containers("b"), Manager("other"), false, Deployment, false, out var conflicts);
        Assert.Empty(conflicts);

        state = FieldOwnership.Apply(state, Containers(), Manager("me"), false, Deployment, false, out _);

        Assert.Equal(["b"], state["spec"]!["template"]!["spec"]!["containers"]!.AsArray().Select(container => (string?)container!["name"]));
    }

    [Fact]
    public void Several_conflicts_are_listed_by_manager()
    {
        var text = ApplyConflict.Describe([new ApplyConflict("\"b\"", ".x"), new ApplyConflict("\"a\"", ".y"), new ApplyConflict("\"b\"", ".z")]);

        Assert.Equal("Apply failed with 3 conflicts: conflicts with \"a\":\n- .y\nconflicts with \"b\":\n- .x\n- .z", text);
    }

    private static JsonObject Containers(params string[] names) => new()
    {
        ["metadata"] = new JsonObject { ["name"] = "web" },
        ["spec"] = new JsonObject
        {
            ["template"] = new JsonObject
            {
                ["spec"] = new JsonObject { ["containers"] = new JsonArray([.. names.Select(name => (JsonNode)new JsonObject { ["name"] = name })]) },
            },
        },
    };

    private static ManagedFieldsEntry Manager(string name, string operation = ManagedFieldsEntry.Apply) =>
        new(name, operation, "v1", "", "2026-01-01T00:00:00Z", new FieldSet());

    private static JsonObject Parse(string json) => JsonNode.Parse(json)!.AsObject();
}
