using System.Text.Json.Nodes;
using IstioLab.Cluster.Embedded.Api.Objects;
using IstioLab.Cluster.Embedded.Storage;

namespace IstioLab.Cluster.Embedded.Api.Admission;

/// <summary>Checks CustomResourceDefinitions and gives them the status that makes clients go on: NamesAccepted and Established.</summary>
internal sealed class CustomResourceAdmission(TimeProvider time) : IAdmission
{
    /// <inheritdoc/>
    public ValueTask AdmitAsync(AdmissionRequest request, CancellationToken cancellationToken)
    {
        if (request.Resource.Id != CustomResources.Id || request.Operation == AdmissionOperation.Delete || request.Subresource is not null)
            return ValueTask.CompletedTask;
        var spec = request.Object["spec"] as JsonObject ?? [];
        var causes = new List<StatusCause>();
        Check(request.Name, spec, causes);
        if (causes.Count > 0) throw ApiErrors.Invalid(request.Resource, request.Name, causes);
        SetStatus(request, spec);
        return ValueTask.CompletedTask;
    }

    private static void Check(string name, JsonObject spec, List<StatusCause> causes)
    {
        var wanted = $"{JsonValues.Text(JsonValues.At(spec, "names", "plural"))}.{JsonValues.Text(spec["group"])}";
        if (name != wanted)
            causes.Add(new StatusCause("FieldValueInvalid", $"Invalid value: \"{name}\": must be spec.names.plural+\".\"+spec.group", "metadata.name"));
        if (JsonValues.Text(spec["scope"]) is not ("Namespaced" or "Cluster") and var scope)
        {
            causes.Add(new StatusCause(
                "FieldValueNotSupported", $"Unsupported value: \"{scope}\": supported values: \"Cluster\", \"Namespaced\"", "spec.scope"));
        }
        var versions = JsonValues.Objects(spec["versions"]).ToList();
        if (versions.Count(version => JsonValues.Flag(version["storage"])) != 1)
            causes.Add(new StatusCause("FieldValueInvalid", "Invalid value: must have exactly one version marked as storage version", "spec.versions"));
        for (var index = 0; index < versions.Count; index++)
        {
            if (JsonValues.At(versions[index], "schema", "openAPIV3Schema") is not JsonObject)
                causes.Add(new StatusCause("FieldValueRequired", "Required value: schemas are required", $"spec.versions[{index}].schema.openAPIV3Schema"));
        }
    }

    private void SetStatus(AdmissionRequest request, JsonObject spec)
    {
        if (request.Previous?.ToNode()["status"] is JsonObject kept)
        {
            request.Object["status"] = kept.DeepClone();
            request.Object["status"]!["acceptedNames"] = spec["names"]?.DeepClone();
            return;
        }
        request.Object["status"] = Established(spec, ObjectJson.FormatTime(time.GetUtcNow()));
    }

    /// <summary>The status of a definition whose kind is served.</summary>
    public static JsonObject Established(JsonObject spec, string now)
    {
        var stored = JsonValues.Objects(spec["versions"]).First(version => JsonValues.Flag(version["storage"]));
        return new JsonObject
        {
            ["conditions"] = new JsonArray(
                Condition("NamesAccepted", "NoConflicts", "no conflicts found", now),
                Condition("Established", "InitialNamesAccepted", "the initial names have been accepted", now)),
            ["acceptedNames"] = spec["names"]?.DeepClone(),
            ["storedVersions"] = new JsonArray(JsonValues.Text(stored["name"])),
        };
    }

    private static JsonObject Condition(string type, string reason, string message, string now) => new()
    {
        ["type"] = type,
        ["status"] = "True",
        ["lastTransitionTime"] = now,
        ["reason"] = reason,
        ["message"] = message,
    };
}
