using System.Text.Json.Nodes;
using IstioLab.Config.Schemas;
using IstioLab.Config.Schemas.Objects;

namespace IstioLab.Cluster.Embedded.Api.Objects;

/// <summary>Refuses values of a wrong type, and drops, reports or refuses the fields that a kind does not have.</summary>
internal static class FieldChecks
{
    /// <summary>Checks a body as it came.</summary>
    public static void Check(JsonObject body, ResourceSchema schema, WriteOptions options)
    {
        if (ReferenceEquals(options, WriteOptions.Internal)) return;
        var kind = schema.Kind;
        if (!schema.Custom && TypeErrorFinder.Find(schema, body) is { } error)
            throw ApiErrors.BadRequest($"{kind} in version \"{schema.Version}\" cannot be handled as a {kind}: {error}");
        var unknown = Pruner.Prune(schema.Root, body);
        if (unknown.Count == 0 || options.FieldValidation == FieldValidation.Ignore) return;
        if (options.FieldValidation == FieldValidation.Strict) throw ApiErrors.BadRequest(Pruner.StrictError(kind, schema.Version, unknown));
        foreach (var path in unknown) options.Warnings?.Add(Pruner.UnknownText([path]));
    }
}
