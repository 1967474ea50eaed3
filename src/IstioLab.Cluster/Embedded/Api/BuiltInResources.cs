using System.Collections.Immutable;
using IstioLab.Cluster.Embedded.Api.Tables;
using IstioLab.Config.Schemas;

namespace IstioLab.Cluster.Embedded.Api;

/// <summary>Kubernetes' own resources, made from the schemas.</summary>
internal static class BuiltInResources
{
    private static readonly ImmutableArray<string> s_readWrite = ["get", "patch", "update"];
    private static readonly ImmutableArray<string> s_create = ["create"];
    private static readonly ImmutableArray<string> s_connect = ["create", "get"];

    private static readonly HashSet<string> s_reviews = new(
        ["tokenreviews", "selfsubjectreviews", "subjectaccessreviews", "selfsubjectaccessreviews", "selfsubjectrulesreviews", "localsubjectaccessreviews", "bindings"],
        StringComparer.Ordinal);

    private static readonly HashSet<string> s_scaled = new(["deployments", "replicasets", "statefulsets", "replicationcontrollers"], StringComparer.Ordinal);

    // One stored object would have two shapes; each of these is served in the first version alone.
    private static readonly HashSet<(string, string)> s_notServed = [("events.k8s.io", "events")];

    /// <summary>The resources of a schema catalogue that no CRD defines.</summary>
    public static IEnumerable<ResourceDescriptor> From(SchemaCatalog catalog) => catalog.Resources
        .Where(schema => schema.Names.Plural.Length > 0 && !schema.Custom && !s_notServed.Contains((schema.Group, schema.Names.Plural)))
        .GroupBy(schema => (schema.Group, schema.Names.Plural))
        .Select(versions => Describe([.. versions.OrderBy(schema => schema.Version, ApiVersionOrder.Instance)]));

    /// <summary>The resources that a client posts to and that nothing stores: reviews and bindings.</summary>
    public static bool IsPostOnly(string plural) => s_reviews.Contains(plural);

    private static ResourceDescriptor Describe(IReadOnlyList<ResourceSchema> versions)
    {
        var first = versions[0];
        var names = first.Names;
        return new ResourceDescriptor
        {
            Group = first.Group,
            Plural = names.Plural,
            Singular = names.Singular,
            Kind = names.Kind,
            Namespaced = first.Namespaced,
            ShortNames = names.ShortNames,
            Categories = names.Categories,
            Versions = [.. versions.Take(1).Select(schema => new ResourceVersionDescriptor(schema.Version, schema, BuiltInColumns.Of(first.Group, names.Plural)))],
            Subresources = [.. Subresources(first)],
            Verbs = s_reviews.Contains(names.Plural) ? s_create : Verbs(names.Plural),
        };
    }

    private static ImmutableArray<string> Verbs(string plural) => plural == "namespaces"
        ? ["create", "delete", "get", "list", "patch", "update", "watch"]
        : ["create", "delete", "deletecollection", "get", "list", "patch", "update", "watch"];

    private static IEnumerable<SubresourceDescriptor> Subresources(ResourceSchema schema)
    {
        var kind = schema.Kind;
        var plural = schema.Names.Plural;
        if (schema.Group.Length == 0) foreach (var each in Core(plural)) yield return each;
        if (s_scaled.Contains(plural)) yield return new SubresourceDescriptor("scale", "autoscaling", "v1", "Scale", s_readWrite);
        if (schema.Root.FindField("status") is not null && !s_reviews.Contains(plural))
            yield return new SubresourceDescriptor("status", null, null, kind, s_readWrite);
    }

    private static IEnumerable<SubresourceDescriptor> Core(string plural) => plural switch
    {
        "pods" =>
        [
            new("attach", null, null, "PodAttachOptions", s_connect),
            new("binding", null, null, "Binding", s_create),
            new("ephemeralcontainers", null, null, "Pod", s_readWrite),
            new("eviction", "policy", "v1", "Eviction", s_create),
            new("exec", null, null, "PodExecOptions", s_connect),
            new("log", null, null, "Pod", ["get"]),
            new("portforward", null, null, "PodPortForwardOptions", s_connect),
            new("proxy", null, null, "PodProxyOptions", ["create", "delete", "get", "patch", "update"]),
        ],
        "services" => [new("proxy", null, null, "ServiceProxyOptions", ["create", "delete", "get", "patch", "update"])],
        "namespaces" => [new("finalize", null, null, "Namespace", ["update"])],
        "serviceaccounts" => [new("token", "authentication.k8s.io", "v1", "TokenRequest", s_create)],
        _ => [],
    };
}
