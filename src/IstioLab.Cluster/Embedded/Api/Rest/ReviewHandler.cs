using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace IstioLab.Cluster.Embedded.Api.Rest;

/// <summary>
/// Reviews that clients post and nobody stores: who am I, may I. Whoever is known may do everything; there is no RBAC in the embedded cluster.
/// </summary>
internal static class ReviewHandler
{
    /// <summary>Answers a review.</summary>
    public static async Task HandleAsync(ApiRequest request)
    {
        if (request.Http.Request.Method != "POST") throw ResourceHandler.NotAllowed();
        var body = await RequestBody.ReadObjectAsync(request);
        body["apiVersion"] = request.Resource.ApiVersion(request.Version);
        body["kind"] = request.Resource.Kind;
        body["status"] = request.Resource.Kind switch
        {
            "SelfSubjectReview" => new JsonObject { ["userInfo"] = User(request.User) },
            "SelfSubjectAccessReview" or "SubjectAccessReview" or "LocalSubjectAccessReview" =>
                new JsonObject { ["allowed"] = true, ["reason"] = "the embedded cluster allows everything to users it knows" },
            "SelfSubjectRulesReview" => Rules(),
            _ => throw ApiErrors.NotSupported($"creating a {request.Resource.Kind}"),
        };
        await Answers.WriteAsync(request.Http, StatusCodes.Status201Created, body);
    }

    private static JsonObject User(UserInfo user) => new()
    {
        ["username"] = user.Name,
        ["groups"] = new JsonArray([.. user.Groups.Select(group => (JsonNode)group)]),
    };

    private static JsonObject Rules() => new()
    {
        ["resourceRules"] = new JsonArray(new JsonObject { ["verbs"] = new JsonArray("*"), ["apiGroups"] = new JsonArray("*"), ["resources"] = new JsonArray("*") }),
        ["nonResourceRules"] = new JsonArray(new JsonObject { ["verbs"] = new JsonArray("*"), ["nonResourceURLs"] = new JsonArray("*") }),
        ["incomplete"] = false,
    };
}
