using System.Text.Json.Nodes;
using IstioLab.Cluster.Embedded.Patches;
using IstioLab.Config.Schemas.Objects;

namespace IstioLab.Cluster.Embedded.Api.Objects;

/// <summary>The refusals of server-side apply.</summary>
internal static class ApplyChecks
{
    /// <summary>Checks a configuration before it is merged.</summary>
    public static void Check(JsonObject config, ResourceDescriptor resource, string version, string ns, string name)
    {
        if (config["metadata"]?["managedFields"] is JsonArray { Count: > 0 }) throw ApiErrors.BadRequest("metadata.managedFields must be nil");
        if (ObjectPreparation.Text(config, "name") is { Length: > 0 } given && given != name)
            throw ApiErrors.BadRequest($"the name of the object ({given}) does not match the name on the URL ({name})");
        if (resource.FindVersion(version)?.Schema is not { } schema) return;
        if (ApplyTypeChecker.Error(schema.Root, config) is not { } error) return;
        var subject = $"{(ns.Length > 0 ? ns + "/" : "/")}{name}; {resource.ApiVersion(version)}, Kind={resource.Kind}";
        throw ApiErrors.Unclassified($"failed to create typed patch object ({subject}): {error}");
    }

    /// <summary>The answer when other managers own fields of the configuration.</summary>
    public static ApiException Conflict(IReadOnlyList<ApplyConflict> conflicts) =>
        new(new ApiStatus(409, "Conflict", ApplyConflict.Describe(conflicts))
        {
            Causes = [.. conflicts.Select(conflict => new StatusCause("FieldManagerConflict", $"conflict with {conflict.Manager}", conflict.Path))],
        });
}
