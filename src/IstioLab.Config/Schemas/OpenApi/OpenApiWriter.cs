using System.Text.Json.Nodes;

namespace IstioLab.Config.Schemas.OpenApi;

/// <summary>
/// Writes the OpenAPI v3 document of one group and version: what <c>kubectl explain</c> shows, <c>apply</c> checks before it sends,
/// and where it finds the merge keys of its patches. See https://kubernetes.io/docs/concepts/overview/kubernetes-api/#openapi-v3
/// </summary>
public static class OpenApiWriter
{
    /// <summary>Writes a document.</summary>
    /// <param name="group">The API group; empty for the core group.</param>
    /// <param name="version">The version.</param>
    /// <param name="schemas">The kinds of this group and version; those without a plural name get a schema and no path.</param>
    /// <param name="serverVersion">The version the server reports, as <c>v1.36.2</c>.</param>
    public static JsonObject Write(string group, string version, IEnumerable<ResourceSchema> schemas, string serverVersion)
    {
        ArgumentNullException.ThrowIfNull(schemas);
        var paths = new JsonObject();
        var components = new OpenApiComponents();
        foreach (var schema in schemas)
        {
            components.AddKind(schema);
            if (schema.Names.Plural.Length > 0)
            {
                WritePaths(schema, group, version, paths);
            }
        }

        return new JsonObject
        {
            ["openapi"] = "3.0.0",
            ["info"] = new JsonObject { ["title"] = "Kubernetes", ["version"] = serverVersion },
            ["paths"] = paths,
            ["components"] = new JsonObject { ["schemas"] = components.Schemas },
        };
    }

    private static void WritePaths(ResourceSchema schema, string group, string version, JsonObject paths)
    {
        var root = group.Length == 0 ? $"/api/{version}" : $"/apis/{group}/{version}";
        var list = schema.Namespaced ? $"{root}/namespaces/{{namespace}}/{schema.Names.Plural}" : $"{root}/{schema.Names.Plural}";
        paths[list] = new JsonObject
        {
            ["get"] = Operation(schema, "list", parameters: []),
            ["post"] = Operation(schema, "post", ["dryRun", "fieldManager", "fieldValidation"]),
        };
        var patch = Operation(schema, "patch", ["dryRun", "fieldManager", "fieldValidation", "force"]);
        patch["requestBody"] = new JsonObject { ["content"] = PatchTypes(schema) };
        paths[$"{list}/{{name}}"] = new JsonObject
        {
            ["get"] = Operation(schema, "get", parameters: []),
            ["put"] = Operation(schema, "put", ["dryRun", "fieldManager", "fieldValidation"]),
            ["delete"] = Operation(schema, "delete", ["dryRun"]),
            ["patch"] = patch,
        };
    }

    private static JsonObject Operation(ResourceSchema schema, string action, IEnumerable<string> parameters) => new()
    {
        ["operationId"] = $"{action}{(schema.Namespaced ? "Namespaced" : "")}{schema.Kind}",
        ["parameters"] = new JsonArray([.. parameters.Select(static name => new JsonObject
        {
            ["name"] = name,
            ["in"] = "query",
            ["schema"] = new JsonObject { ["type"] = "string", ["uniqueItems"] = true },
        })]),
        ["responses"] = new JsonObject
        {
            ["200"] = new JsonObject
            {
                ["description"] = "OK",
                ["content"] = new JsonObject { ["application/json"] = new JsonObject { ["schema"] = OpenApiComponents.Reference(OpenApiNames.Kind(schema)) } },
            },
        },
        ["x-kubernetes-action"] = action,
        ["x-kubernetes-group-version-kind"] = OpenApiComponents.GroupVersionKind(schema),
    };

    private static JsonObject PatchTypes(ResourceSchema schema)
    {
        var types = new List<string> { "application/apply-patch+yaml", "application/json-patch+json", "application/merge-patch+json" };
        if (!schema.Custom)
        {
            types.Add("application/strategic-merge-patch+json");
        }

        var body = OpenApiComponents.Reference("io.k8s.apimachinery.pkg.apis.meta.v1.Patch");
        return new JsonObject(types.Select(type => KeyValuePair.Create(type, (JsonNode?)new JsonObject { ["schema"] = body.DeepClone() })));
    }
}
