using System.Text.Json.Nodes;
using IstioLab.Cluster.Embedded.Storage;
using Microsoft.AspNetCore.Http;

namespace IstioLab.Cluster.Embedded.Api.Rest;

/// <summary><c>serviceaccounts/NAME/token</c>: a bearer token that this server accepts, for the account's own name.</summary>
internal sealed class TokenHandler(Authenticator authenticator, ObjectStore store, TimeProvider time)
{
    private const long DefaultSeconds = 3600;

    /// <summary>Answers a TokenRequest.</summary>
    public async Task HandleAsync(ApiRequest request)
    {
        if (request.Http.Request.Method != "POST") throw ResourceHandler.NotAllowed();
        if (store.Find(new ObjectKey(request.Resource.Id, request.StoreNamespace, request.Name!)) is null)
            throw ApiErrors.NotFound(request.Resource, request.Name!);
        var body = await RequestBody.ReadObjectAsync(request);
        var seconds = JsonValues.Number(JsonValues.At(body, "spec", "expirationSeconds")) ?? DefaultSeconds;
        var expires = time.GetUtcNow().AddSeconds(seconds);
        body["apiVersion"] = "authentication.k8s.io/v1";
        body["kind"] = "TokenRequest";
        body["metadata"] = new JsonObject { ["name"] = request.Name, ["namespace"] = request.StoreNamespace, ["creationTimestamp"] = ObjectJson.FormatTime(time.GetUtcNow()) };
        body["status"] = new JsonObject
        {
            ["token"] = authenticator.Issue($"system:serviceaccount:{request.StoreNamespace}:{request.Name}", expires),
            ["expirationTimestamp"] = ObjectJson.FormatTime(expires),
        };
        await Answers.WriteAsync(request.Http, StatusCodes.Status201Created, body);
    }
}
