using System.Text.Json.Nodes;
using IstioLab.Config.Schemas.BuiltIn;
using IstioLab.Config.Schemas.Objects;

namespace IstioLab.Cluster.Embedded.Api.Validation;

/// <summary>The last word before the store: every problem of an object at once, in a 422.</summary>
internal static class ObjectValidation
{
    /// <summary>Refuses an invalid object.</summary>
    /// <param name="resource">Its resource.</param>
    /// <param name="body">The new state.</param>
    /// <param name="before">The stored state; null for a creation.</param>
    public static void Check(ResourceDescriptor resource, JsonObject body, JsonObject? before)
    {
        var causes = new List<StatusCause>();
        MetadataRules.Check(resource, body, causes);
        if (resource is { Custom: true, Storage.Schema: { } schema })
            causes.AddRange(ObjectValidator.Validate(schema.Root, body).Select(Cause));
        else if (resource is { Custom: false, Storage.Schema: { } builtIn })
            causes.AddRange(BuiltInValidator.Validate(builtIn, body).Select(Cause));
        if (before is not null) ImmutableFields.Check(resource, body, before, causes);
        if (causes.Count == 0) return;
        throw ApiErrors.Invalid(resource, Objects.ObjectPreparation.Text(body, "name"), causes);
    }

    private static StatusCause Cause(ObjectProblem problem) => new(problem.Reason.ToString(), problem.Message, problem.Field);
}
