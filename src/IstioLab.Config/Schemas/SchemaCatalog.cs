using System.Collections.Immutable;
using IstioLab.Config.Schemas.Text;

namespace IstioLab.Config.Schemas;

/// <summary>The schemas of the kinds that a cluster serves: Kubernetes' own and Istio's.</summary>
public sealed class SchemaCatalog
{
    private static readonly Lazy<SchemaCatalog> s_builtIn = new(static () => new SchemaCatalog(new SchemaLibrary(EmbeddedSchemas.Read())));

    private readonly Dictionary<string, ResourceSchema> _byKind = new(StringComparer.Ordinal);
    private readonly SchemaLibrary _library;

    internal SchemaCatalog(SchemaLibrary library)
    {
        _library = library;
        var resources = ImmutableArray.CreateBuilder<ResourceSchema>();
        foreach (var file in library.Files)
        {
            resources.AddRange(SchemaKindParser.Parse(library, file));
        }

        Resources = resources.ToImmutable();
        foreach (var schema in Resources)
        {
            _byKind.Add($"{schema.ApiVersion} {schema.Kind}", schema);
        }
    }

    /// <summary>Kubernetes' built-in kinds and Istio's kinds. Read on first use; the body of a type when it is first asked for.</summary>
    public static SchemaCatalog BuiltIn => s_builtIn.Value;

    /// <summary>Every group, version and kind, in the order of the schema files.</summary>
    public ImmutableArray<ResourceSchema> Resources { get; }

    /// <summary>The metadata that every object carries (<c>meta/v1 ObjectMeta</c>).</summary>
    public SchemaNode ObjectMeta => Type("meta.v1.ObjectMeta")!;

    /// <summary>Finds the schema of a kind, or null.</summary>
    public ResourceSchema? Find(string group, string version, string kind) => Find(group.Length == 0 ? version : $"{group}/{version}", kind);

    /// <summary>Finds the schema of a kind by an object's <c>apiVersion</c> and <c>kind</c>, or null.</summary>
    public ResourceSchema? Find(string apiVersion, string kind) => _byKind.GetValueOrDefault($"{apiVersion} {kind}");

    /// <summary>Finds a type by its name, as <c>core.v1.PodTemplateSpec</c> or <c>meta.v1.DeleteOptions</c>, or null.</summary>
    public SchemaNode? Type(string name) => _library.HasType(name) ? _library.Reference(name, SchemaAttributes.Empty) : null;
}
