namespace IstioLab.Labs.Api;

/// <summary>Where the API has the objects of a kind.</summary>
/// <param name="Root">The group's and version's path, such as <c>apis/apps/v1</c>.</param>
/// <param name="Plural">The resource's name, such as <c>deployments</c>.</param>
/// <param name="Namespaced">Whether each object has a namespace.</param>
public sealed record ResourcePlace(string Root, string Plural, bool Namespaced)
{
    /// <summary>The name as kubectl prints it before a slash, such as <c>deployment.apps</c>.</summary>
    /// <param name="kind">The kind.</param>
    public string DisplayName(string kind)
    {
        var parts = Root.Split('/');
        var name = kind.ToLowerInvariant();
        return parts.Length == 3 ? $"{name}.{parts[1]}" : name;
    }

    /// <summary>The group and version as objects name them, such as <c>apps/v1</c>.</summary>
    public string ApiVersion => Root[(Root.IndexOf('/') + 1)..];

    /// <summary>The path of all objects, or of those in a namespace.</summary>
    public string Collection(string? ns) => Namespaced && ns is not null ? $"{Root}/namespaces/{ns}/{Plural}" : $"{Root}/{Plural}";

    /// <summary>The path of one object.</summary>
    public string Object(string ns, string name) => $"{Collection(Namespaced ? ns : null)}/{name}";
}
