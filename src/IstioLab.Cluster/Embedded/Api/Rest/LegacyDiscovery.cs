using System.Text.Json.Nodes;

namespace IstioLab.Cluster.Embedded.Api.Rest;

/// <summary>Writes discovery in its older form: APIVersions, APIGroupList, APIGroup, APIResourceList.</summary>
internal static class LegacyDiscovery
{
    /// <summary>The versions of the core group.</summary>
    public static JsonObject Versions(string address) => new()
    {
        ["kind"] = "APIVersions",
        ["versions"] = new JsonArray("v1"),
        ["serverAddressByClientCIDRs"] = new JsonArray(new JsonObject { ["clientCIDR"] = "0.0.0.0/0", ["serverAddress"] = address }),
    };

    /// <summary>All groups but the core group.</summary>
    public static JsonObject Groups(ResourceCatalogue catalogue) => new()
    {
        ["kind"] = "APIGroupList",
        ["apiVersion"] = "v1",
        ["groups"] = new JsonArray([.. catalogue.Groups.Where(group => group.Name.Length > 0).Select(group => (JsonNode)Group(group))]),
    };

    /// <summary>One group, or null.</summary>
    public static JsonObject? Group(ResourceCatalogue catalogue, string name)
    {
        if (catalogue.Groups.FirstOrDefault(group => group.Name == name) is not { } found || name.Length == 0) return null;
        var body = new JsonObject { ["kind"] = "APIGroup", ["apiVersion"] = "v1" };
        foreach (var (key, value) in Group(found)) body[key] = value?.DeepClone();
        return body;
    }

    /// <summary>The resources of a group and version, or null.</summary>
    public static JsonObject? Resources(ResourceCatalogue catalogue, string group, string version)
    {
        var found = catalogue.Groups.FirstOrDefault(each => each.Name == group);
        if (found?.Versions.Contains(version) != true) return null;
        var resources = found.Resources
            .Where(resource => resource.FindVersion(version) is not null)
            .OrderBy(resource => resource.Plural, StringComparer.Ordinal)
            .SelectMany(Entries);
        return new JsonObject
        {
            ["kind"] = "APIResourceList",
            ["apiVersion"] = "v1",
            ["groupVersion"] = group.Length == 0 ? version : $"{group}/{version}",
            ["resources"] = new JsonArray([.. resources]),
        };
    }

    private static JsonObject Group(ResourceGroup group)
    {
        var versions = group.Versions.Select(version => new JsonObject { ["groupVersion"] = $"{group.Name}/{version}", ["version"] = version }).ToList();
        return new JsonObject
        {
            ["name"] = group.Name,
            ["versions"] = new JsonArray([.. versions]),
            ["preferredVersion"] = versions[0].DeepClone(),
        };
    }

    private static IEnumerable<JsonNode> Entries(ResourceDescriptor resource)
    {
        var main = new JsonObject
        {
            ["name"] = resource.Plural,
            ["singularName"] = resource.Singular,
            ["namespaced"] = resource.Namespaced,
            ["kind"] = resource.Kind,
            ["verbs"] = Texts(resource.Verbs),
        };
        if (resource.ShortNames.Length > 0) main["shortNames"] = Texts(resource.ShortNames);
        if (resource.Categories.Length > 0) main["categories"] = Texts(resource.Categories);
        yield return main;
        foreach (var subresource in resource.Subresources)
        {
            var entry = new JsonObject
            {
                ["name"] = $"{resource.Plural}/{subresource.Name}",
                ["singularName"] = "",
                ["namespaced"] = resource.Namespaced,
            };
            if (subresource.Group is not null) entry["group"] = subresource.Group;
            if (subresource.Version is not null) entry["version"] = subresource.Version;
            entry["kind"] = subresource.Kind;
            entry["verbs"] = Texts(subresource.Verbs);
            yield return entry;
        }
    }

    private static JsonArray Texts(IEnumerable<string> texts) => new([.. texts.Select(text => (JsonNode)text)]);
}
