using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace IstioLab.Cluster.Embedded.Api.Rest;

/// <summary>Takes every request of the API server to its handler; every refusal becomes a Status.</summary>
internal sealed class ApiRouter(
    ResourceRegistry registry,
    Authenticator authenticator,
    InfoHandler info,
    DiscoveryHandler discovery,
    OpenApiHandler openApi,
    ResourceHandler objects,
    SubresourceHandler subresources,
    PodStreamHandler streams,
    ILogger logger)
{
    /// <summary>Answers one request.</summary>
    public async Task HandleAsync(HttpContext http)
    {
        try
        {
            await RouteAsync(http);
        }
        catch (ApiException refusal)
        {
            await RefuseAsync(http, refusal.Status);
        }
        catch (OperationCanceledException) when (http.RequestAborted.IsCancellationRequested)
        {
            http.Abort();
        }
        catch (BadHttpRequestException problem)
        {
            await RefuseAsync(http, ApiErrors.BadRequest(problem.Message).Status);
        }
        catch (Exception problem) when (problem is not OutOfMemoryException)
        {
            logger.LogError(problem, "{Method} {Path} failed", http.Request.Method, http.Request.Path);
            await RefuseAsync(http, ApiErrors.Internal($"{problem.GetType().Name}: {problem.Message}").Status);
        }
    }

    private static async Task RefuseAsync(HttpContext http, ApiStatus status)
    {
        if (http.Response.HasStarted)
        {
            http.Abort();
            return;
        }
        await Answers.WriteAsync(http, status);
    }

    private async Task RouteAsync(HttpContext http)
    {
        var path = http.Request.Path.Value ?? "/";
        if (await info.TryHandleAsync(http, path)) return;
        var user = authenticator.Authenticate(http) ?? throw ApiErrors.Unauthorized();
        if (await openApi.TryHandleAsync(http, path) || await discovery.TryHandleAsync(http, path)) return;
        await HandleResourceAsync(Resolve(http, path, user));
    }

    private ApiRequest Resolve(HttpContext http, string path, UserInfo user)
    {
        if (!ResourcePath.TryParse(path, out var parts)) throw ApiErrors.NoSuchPath();
        var resource = registry.Current.Find(parts.Group, parts.Version, parts.Plural) ?? throw ApiErrors.NoSuchResource(
            $"this cluster has no '{parts.Plural}' in '{(parts.Group.Length == 0 ? "" : parts.Group + "/")}{parts.Version}'");
        if (parts.Namespace is not null && !resource.Namespaced) throw ApiErrors.NoSuchPath();
        return new ApiRequest
        {
            Http = http,
            Resource = resource,
            Version = parts.Version,
            Namespace = parts.Namespace,
            Name = parts.Name,
            Subresource = parts.Subresource,
            Tail = parts.Tail,
            User = user,
        };
    }

    private Task HandleResourceAsync(ApiRequest request)
    {
        if (BuiltInResources.IsPostOnly(request.Resource.Plural) && !request.Resource.Custom) return ReviewHandler.HandleAsync(request);
        if (request.Name is null) return objects.HandleCollectionAsync(request);
        if (request.Subresource is null) return objects.HandleObjectAsync(request);
        if (!request.Resource.Subresources.Any(subresource => subresource.Name == request.Subresource))
        {
            throw ApiErrors.NoSuchResource($"'{request.Resource.Plural}' have no '{request.Subresource}' in this cluster");
        }

        return PodStreamHandler.Handles(request.Resource, request.Subresource) ? streams.HandleAsync(request) : subresources.HandleAsync(request);
    }
}
