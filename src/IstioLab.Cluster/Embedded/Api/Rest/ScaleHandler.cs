using System.Globalization;
using System.Text.Json.Nodes;
using IstioLab.Cluster.Embedded.Api.Objects;
using IstioLab.Cluster.Embedded.Api.Tables;
using IstioLab.Cluster.Embedded.Patches;
using IstioLab.Cluster.Embedded.Storage;
using Microsoft.AspNetCore.Http;

namespace IstioLab.Cluster.Embedded.Api.Rest;

/// <summary>The <c>scale</c> subresource: an autoscaling/v1 Scale over <c>spec.replicas</c>.</summary>
internal sealed class ScaleHandler(ObjectApi api, ResourceHandler objects, TimeProvider time)
{
    /// <summary>Answers GET, PUT and PATCH.</summary>
    public async Task HandleAsync(ApiRequest request)
    {
        switch (request.Http.Request.Method)
        {
            case "GET":
                await WriteAsync(request, objects.Find(request));
                break;
            case "PUT":
                var body = await RequestBody.ReadObjectAsync(request);
                await SetAsync(request, _ => body);
                break;
            case "PATCH":
                var patch = await PatchBody.ReadAsync(request);
                await SetAsync(request, patch.IsApply ? scale => Merge(scale, patch.Config) : patch.Apply);
                break;
            default:
                throw ResourceHandler.NotAllowed();
        }
    }

    private static JsonObject Merge(JsonObject scale, JsonObject config)
    {
        MergePatch.Apply(scale, config);
        return scale;
    }

    private async Task SetAsync(ApiRequest request, Func<JsonObject, JsonObject> change)
    {
        var stored = await api.ChangeAsync(
            request.Resource,
            request.StoreNamespace,
            request.Name!,
            null,
            body =>
            {
                var wanted = change(Scale(body));
                var replicas = JsonValues.Number(JsonValues.At(wanted, "spec", "replicas")) ?? 0;
                if (replicas < 0) throw Invalid(request, replicas);
                if (JsonValues.Text(JsonValues.At(wanted, "metadata", "resourceVersion")) is { Length: > 0 } version) body["metadata"]!["resourceVersion"] = version;
                body["spec"]!["replicas"] = replicas;
                return true;
            },
            request.WriteOptions(),
            request.Aborted);
        await WriteAsync(request, stored ?? throw ApiErrors.NotFound(request.Resource, request.Name!));
    }

    private static ApiException Invalid(ApiRequest request, long replicas) => new(new ApiStatus(
        422, "Invalid", $"Scale.autoscaling \"{request.Name}\" is invalid: spec.replicas: Invalid value: {replicas}: must be greater than or equal to 0")
    {
        Name = request.Name,
        Group = "autoscaling",
        Kind = "Scale",
        Causes = [new StatusCause("FieldValueInvalid", $"Invalid value: {replicas}: must be greater than or equal to 0", "spec.replicas")],
    });

    private async Task WriteAsync(ApiRequest request, StoredObject item)
    {
        Answers.AddWarnings(request);
        var scale = Scale(item.ToNode());
        if (AcceptedFormat.Of(request.Http.Request) == AnswerForm.Table) scale = Table(item, scale);
        await Answers.WriteAsync(request.Http, StatusCodes.Status200OK, scale);
    }

    private static JsonObject Scale(JsonObject body)
    {
        var metadata = new JsonObject();
        foreach (var name in new[] { "name", "namespace", "uid", "resourceVersion", "creationTimestamp" })
            if (body["metadata"]![name] is { } value) metadata[name] = value.DeepClone();
        var status = new JsonObject { ["replicas"] = JsonValues.Number(JsonValues.At(body, "status", "replicas")) ?? 0 };
        if (LabelSelector.FromNode(body["spec"]?["selector"] as JsonObject) is { } selector) status["selector"] = Text(selector);
        return new JsonObject
        {
            ["kind"] = "Scale",
            ["apiVersion"] = "autoscaling/v1",
            ["metadata"] = metadata,
            ["spec"] = new JsonObject { ["replicas"] = JsonValues.Number(JsonValues.At(body, "spec", "replicas")) ?? 0 },
            ["status"] = status,
        };
    }

    private static string Text(LabelSelector selector) => string.Join(',', selector.Requirements.Select(term => term.Operator switch
    {
        LabelOperator.In when term.Values.Count == 1 => $"{term.Key}={term.Values[0]}",
        LabelOperator.In => $"{term.Key} in ({string.Join(',', term.Values)})",
        LabelOperator.NotIn => $"{term.Key} notin ({string.Join(',', term.Values)})",
        LabelOperator.Exists => term.Key,
        _ => $"!{term.Key}",
    }).Order(StringComparer.Ordinal));

    private JsonObject Table(StoredObject item, JsonObject scale) => new()
    {
        ["kind"] = "Table",
        ["apiVersion"] = "meta.k8s.io/v1",
        ["metadata"] = new JsonObject { ["resourceVersion"] = item.ResourceVersion.ToString(CultureInfo.InvariantCulture) },
        ["columnDefinitions"] = new JsonArray(Column("Name", "string", "name"), Column("Desired", "integer"), Column("Available", "integer"), Column("Age", "string")),
        ["rows"] = new JsonArray(new JsonObject
        {
            ["cells"] = new JsonArray(
                item.Name, scale["spec"]!["replicas"]!.DeepClone(), scale["status"]!["replicas"]!.DeepClone(), HumanDuration.Since(item.CreationTime, time.GetUtcNow())),
            ["object"] = new JsonObject { ["kind"] = "PartialObjectMetadata", ["apiVersion"] = "meta.k8s.io/v1", ["metadata"] = scale["metadata"]!.DeepClone() },
        }),
    };

    private static JsonObject Column(string name, string type, string format = "") =>
        new() { ["name"] = name, ["type"] = type, ["format"] = format, ["description"] = "", ["priority"] = 0 };
}
