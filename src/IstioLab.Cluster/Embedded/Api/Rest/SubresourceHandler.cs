using System.Text.Json.Nodes;
using IstioLab.Cluster.Embedded.Api.Objects;
using Microsoft.AspNetCore.Http;

namespace IstioLab.Cluster.Embedded.Api.Rest;

/// <summary>Subresources that read or write the stored object: binding, eviction, finalize, token.</summary>
internal sealed class SubresourceHandler(ObjectApi api, ResourceHandler objects, ScaleHandler scales, TokenHandler tokens)
{
    /// <summary>Answers a request for a subresource that does not stream.</summary>
    public Task HandleAsync(ApiRequest request) => request.Subresource switch
    {
        "status" => objects.HandleObjectAsync(request),
        "scale" => scales.HandleAsync(request),
        "finalize" => FinalizeAsync(request),
        "binding" => BindAsync(request),
        "eviction" => EvictAsync(request),
        "token" => tokens.HandleAsync(request),
        var other => throw ApiErrors.NotSupported($"the subresource '{other}' of {request.Resource.Plural}"),
    };

    private async Task FinalizeAsync(ApiRequest request)
    {
        if (request.Http.Request.Method != "PUT") throw ResourceHandler.NotAllowed();
        var body = await RequestBody.ReadObjectAsync(request);
        var finalizers = body["spec"]?["finalizers"]?.DeepClone() ?? new JsonArray();
        var stored = await api.ChangeAsync(
            request.Resource, "", request.Name!, "finalize", current => Set(current, "spec", "finalizers", finalizers.DeepClone()), request.WriteOptions(), request.Aborted);
        await Answers.WriteAsync(request, StatusCodes.Status200OK, stored ?? throw ApiErrors.NotFound(request.Resource, request.Name!));
    }

    private async Task BindAsync(ApiRequest request)
    {
        RequirePost(request);
        var body = await RequestBody.ReadObjectAsync(request);
        var node = body["target"]?["name"]?.GetValue<string>() ?? throw ApiErrors.BadRequest("target.name: Required value");
        var bound = objects.Find(request).ToNode()["spec"]?["nodeName"]?.GetValue<string>();
        if (bound is { Length: > 0 })
            throw ApiErrors.Conflict(request.Resource, request.Name!, $"pod {request.Name} is already assigned to node \"{bound}\"");
        await api.ChangeAsync(
            request.Resource, request.StoreNamespace, request.Name!, "binding", current => Set(current, "spec", "nodeName", node), request.WriteOptions(), request.Aborted);
        await WriteSuccessAsync(request);
    }

    private async Task EvictAsync(ApiRequest request)
    {
        RequirePost(request);
        var body = await RequestBody.ReadObjectAsync(request);
        var options = DeleteBody.Read(request, body["deleteOptions"] as JsonObject ?? []);
        await api.DeleteAsync(request.Resource, request.StoreNamespace, request.Name!, options, request.Aborted);
        await WriteSuccessAsync(request);
    }

    private static Task WriteSuccessAsync(ApiRequest request) => Answers.WriteAsync(
        request.Http,
        StatusCodes.Status201Created,
        new JsonObject { ["kind"] = "Status", ["apiVersion"] = "v1", ["metadata"] = new JsonObject(), ["status"] = "Success", ["code"] = 201 });

    private static bool Set(JsonObject body, string section, string field, JsonNode? value)
    {
        if (body[section] is not JsonObject map) body[section] = map = [];
        map[field] = value;
        return true;
    }

    private static void RequirePost(ApiRequest request)
    {
        if (request.Http.Request.Method != "POST") throw ResourceHandler.NotAllowed();
    }
}
