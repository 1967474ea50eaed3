using System.Text.Json.Nodes;
using IstioLab.Cluster.Embedded.Patches;

namespace IstioLab.Cluster.Embedded.Api.Rest;

/// <summary>A patch as it came, of any of the four kinds.</summary>
internal sealed class PatchBody
{
    private const string JsonPatchType = "application/json-patch+json";
    private const string MergePatchType = "application/merge-patch+json";
    private const string StrategicType = "application/strategic-merge-patch+json";
    private const string ApplyType = "application/apply-patch+yaml";

    private readonly string _type;
    private readonly JsonNode? _patch;
    private readonly ApiRequest _request;

    private PatchBody(ApiRequest request, string type, JsonNode? patch)
    {
        _request = request;
        _type = type;
        _patch = patch;
    }

    /// <summary>Whether this is server-side apply.</summary>
    public bool IsApply => _type == ApplyType;

    /// <summary>The applied configuration.</summary>
    public JsonObject Config => RequestBody.AsObject(_patch).DeepClone().AsObject();

    /// <summary>Reads the body of a PATCH; 415 for other media types.</summary>
    public static async ValueTask<PatchBody> ReadAsync(ApiRequest request)
    {
        var type = RequestBody.MediaType(request.Http.Request);
        var strategicAllowed = !request.Resource.Custom;
        if (type is not (JsonPatchType or MergePatchType or ApplyType) && !(type == StrategicType && strategicAllowed))
        {
            var accepted = string.Join(", ", new[] { JsonPatchType, MergePatchType, strategicAllowed ? StrategicType : null, ApplyType }.OfType<string>());
            throw ApiErrors.UnsupportedMediaType($"the body of the request was in an unknown format - accepted media types include: {accepted}");
        }
        var bytes = await RequestBody.ReadBytesAsync(request.Http);
        var patch = type == ApplyType ? YamlBody.Parse(bytes) : RequestBody.ParseJson(bytes, request.WriteOptions());
        return new PatchBody(request, type, patch);
    }

    /// <summary>The state after the patch.</summary>
    public JsonObject Apply(JsonObject current)
    {
        try
        {
            return ApplyTo(current);
        }
        catch (PatchException problem)
        {
            throw _type == JsonPatchType
                ? ApiErrors.Unprocessable($"the server rejected our request due to an error in our request: {problem.Message}")
                : ApiErrors.BadRequest(problem.Message);
        }
    }

    private JsonObject ApplyTo(JsonObject current)
    {
        if (_type == JsonPatchType)
        {
            if (_patch is not JsonArray operations) throw ApiErrors.BadRequest("json: cannot unmarshal object into Go value of type jsonpatch.Patch");
            return RequestBody.AsObject(JsonPatch.Apply(current, operations));
        }
        var patch = RequestBody.AsObject(_patch);
        if (_type == MergePatchType) MergePatch.Apply(current, patch);
        else StrategicMergePatch.Apply(current, patch, _request.Resource.FindVersion(_request.Version)?.Schema?.Root);
        return current;
    }
}
