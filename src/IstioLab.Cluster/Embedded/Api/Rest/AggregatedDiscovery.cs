using System.Text.Json.Nodes;

namespace IstioLab.Cluster.Embedded.Api.Rest;

/// <summary>Writes an APIGroupDiscoveryList.</summary>
internal static class AggregatedDiscovery
{
    /// <summary>The document of these groups.</summary>
    public static JsonObject Write(IEnumerable<ResourceGroup> groups) => new()
    {
        ["kind"] = "APIGroupDiscoveryList",
        ["apiVersion"] = "apidiscovery.k8s.io/v2",
        ["metadata"] = new JsonObject(),
        ["items"] = new JsonArray([.. groups.Select(Group)]),
    };

    private static JsonObject Group(ResourceGroup group)
    {
        var metadata = new JsonObject();
        if (group.Name.Length > 0) metadata["name"] = group.Name;
        return new JsonObject
        {
            ["metadata"] = metadata,
            ["versions"] = new JsonArray([.. group.Versions.Select(version => Version(group, version))]),
        };
    }

    private static JsonObject Version(ResourceGroup group, string version) => new JsonObject
    {
        ["version"] = version,
        ["resources"] = new JsonArray(
        [
            .. group.Resources.Where(resource => resource.FindVersion(version) is not null)
                .OrderBy(resource => resource.Plural, StringComparer.Ordinal)
                .Select(resource => Resource(resource, version)),
        ]),
        ["freshness"] = "Current",
    };

    private static JsonObject Resource(ResourceDescriptor resource, string version)
    {
        var json = new JsonObject
        {
            ["resource"] = resource.Plural,
            ["responseKind"] = Kind(resource.Group, version, resource.Kind),
            ["scope"] = resource.Namespaced ? "Namespaced" : "Cluster",
            ["singularResource"] = resource.Singular,
            ["verbs"] = Texts(resource.Verbs),
        };
        if (resource.ShortNames.Length > 0) json["shortNames"] = Texts(resource.ShortNames);
        if (resource.Categories.Length > 0) json["categories"] = Texts(resource.Categories);
        if (resource.Subresources.Length == 0) return json;
        json["subresources"] = new JsonArray(
        [
            .. resource.Subresources.Select(subresource => (JsonNode)new JsonObject
            {
                ["subresource"] = subresource.Name,
                ["responseKind"] = Kind(subresource.Group ?? resource.Group, subresource.Version ?? version, subresource.Kind),
                ["verbs"] = Texts(subresource.Verbs),
            }),
        ]);
        return json;
    }

    private static JsonObject Kind(string group, string version, string kind) => new() { ["group"] = group, ["version"] = version, ["kind"] = kind };

    private static JsonArray Texts(IEnumerable<string> texts) => new([.. texts.Select(text => (JsonNode)text)]);
}
