using System.Text.Json.Nodes;
using IstioLab.Cluster.Embedded.Storage;

namespace IstioLab.Cluster.Embedded.Api.Rest;

/// <summary>Reads DeleteOptions from the body, or from the query when there is no body.</summary>
internal static class DeleteBody
{
    /// <summary>The options of a deletion.</summary>
    public static async ValueTask<DeleteRequest> ReadAsync(ApiRequest request)
    {
        var bytes = await RequestBody.ReadBytesAsync(request.Http);
        var body = bytes.Length == 0 ? [] : Parse(request, bytes);
        return Read(request, body);
    }

    /// <summary>The options of a deletion from a tree (an Eviction carries them too).</summary>
    public static DeleteRequest Read(ApiRequest request, JsonObject body)
    {
        var policy = JsonValues.Text(body["propagationPolicy"]) ?? request.Query("propagationPolicy");
        var grace = JsonValues.Number(body["gracePeriodSeconds"]) ?? request.Number("gracePeriodSeconds");
        if (grace < 0)
        {
            throw ApiErrors.Unprocessable(
                $"DeleteOptions.meta.k8s.io \"\" is invalid: gracePeriodSeconds: Invalid value: {grace}: must be greater than or equal to 0");
        }
        var orphan = body["orphanDependents"] is null ? request.Flag("orphanDependents") : JsonValues.Flag(body["orphanDependents"]);
        return new DeleteRequest
        {
            GraceSeconds = grace,
            Propagation = policy switch
            {
                null or "" => orphan ? PropagationPolicy.Orphan : null,
                "Background" => PropagationPolicy.Background,
                "Foreground" => PropagationPolicy.Foreground,
                "Orphan" => PropagationPolicy.Orphan,
                _ => throw ApiErrors.Unprocessable(
                    $"DeleteOptions.meta.k8s.io \"\" is invalid: propagationPolicy: Unsupported value: \"{policy}\": supported values: \"Background\", \"Foreground\", \"Orphan\""),
            },
            PreconditionUid = JsonValues.Text(JsonValues.At(body, "preconditions", "uid")),
            PreconditionResourceVersion = JsonValues.Text(JsonValues.At(body, "preconditions", "resourceVersion")),
            DryRun = request.DryRun() || body["dryRun"] is JsonArray { Count: > 0 },
            User = request.User,
            Warnings = request.Warnings,
        };
    }

    private static JsonObject Parse(ApiRequest request, byte[] bytes) =>
        RequestBody.MediaType(request.Http.Request) == "application/vnd.kubernetes.protobuf"
            ? ProtobufBody.Read(bytes)
            : RequestBody.AsObject(RequestBody.ParseJson(bytes, WriteOptions.Internal));
}
