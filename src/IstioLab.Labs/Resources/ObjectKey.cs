using System.Text.Json.Nodes;

namespace IstioLab.Labs.Resources;

/// <summary>Identifies an object that is mirrored.</summary>
/// <param name="Kind">The kind; those that are mirrored differ by it alone.</param>
/// <param name="Namespace">The namespace; empty for objects of the cluster.</param>
/// <param name="Name">The name.</param>
public sealed record ObjectKey(string Kind, string Namespace, string Name)
{
    /// <summary>The name of its resource.</summary>
    public string ResourceName => ResourceNameOf(Kind, Namespace, Name);

    /// <summary>Reads the key of an object.</summary>
    public static ObjectKey Of(string kind, JsonObject value) =>
        new(kind, value.Text("metadata", "namespace"), value.Text("metadata", "name"));

    internal static string ResourceNameOf(string kind, string ns, string name) => $"{kind.ToLowerInvariant()}-{ns}-{name}";
}
