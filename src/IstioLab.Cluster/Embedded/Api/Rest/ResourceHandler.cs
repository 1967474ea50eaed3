using IstioLab.Cluster.Embedded.Api.Objects;
using IstioLab.Cluster.Embedded.Api.Tables;
using IstioLab.Cluster.Embedded.Storage;
using Microsoft.AspNetCore.Http;

namespace IstioLab.Cluster.Embedded.Api.Rest;

/// <summary>Reads and writes of whole objects and their <c>status</c>.</summary>
internal sealed class ResourceHandler(ObjectApi api, ListPages pages, WatchHandler watches, TableWriter tables)
{
    /// <summary>Answers a request for a collection.</summary>
    public Task HandleCollectionAsync(ApiRequest request) => request.Http.Request.Method switch
    {
        "GET" or "HEAD" when request.Flag("watch") => watches.HandleAsync(request),
        "GET" or "HEAD" => ListAsync(request),
        "POST" => CreateAsync(request),
        "DELETE" => DeleteCollectionAsync(request),
        _ => throw NotAllowed(),
    };

    /// <summary>Answers a request for one object, or for its status.</summary>
    public Task HandleObjectAsync(ApiRequest request) => request.Http.Request.Method switch
    {
        "GET" or "HEAD" when request.Flag("watch") => watches.HandleAsync(request),
        "GET" or "HEAD" => GetAsync(request),
        "PUT" => ReplaceAsync(request),
        "PATCH" => PatchAsync(request),
        "DELETE" when request.Subresource is null => DeleteAsync(request),
        _ => throw NotAllowed(),
    };

    /// <summary>The refusal of a method.</summary>
    public static ApiException NotAllowed() => ApiErrors.MethodNotAllowed("the server does not allow this method on the requested resource");

    /// <summary>The stored object that a request names; 404 when there is none.</summary>
    public StoredObject Find(ApiRequest request) =>
        api.Find(request.Resource.Id, request.StoreNamespace, request.Name!) ?? throw ApiErrors.NotFound(request.Resource, request.Name!);

    private async Task ListAsync(ApiRequest request)
    {
        var form = AcceptedFormat.Of(request.Http.Request);
        var page = pages.Page(request, ListQuery.Of(request));
        request.Http.Response.ContentType = "application/json";
        if (form == AnswerForm.Object) await ListWriter.WriteAsync(request, page);
        else if (form == AnswerForm.Table) await tables.WriteAsync(request, page);
        else await MetadataWriter.WriteAsync(request, page);
    }

    private async Task GetAsync(ApiRequest request)
    {
        var form = AcceptedFormat.Of(request.Http.Request);
        var item = Find(request);
        if (form == AnswerForm.Object) await Answers.WriteAsync(request, StatusCodes.Status200OK, item);
        else if (form == AnswerForm.Table) await tables.WriteAsync(request, new ListPage([item], item.ResourceVersion, null, null));
        else await MetadataWriter.WriteAsync(request, item);
    }

    private async Task CreateAsync(ApiRequest request)
    {
        if (request.Resource.Namespaced && request.Namespace is null) throw ApiErrors.BadRequest("an empty namespace may not be set during creation");
        var body = await RequestBody.ReadObjectAsync(request);
        var stored = await api.CreateAsync(request.Resource, request.StoreNamespace, body, request.WriteOptions(), request.Aborted);
        await Answers.WriteAsync(request, StatusCodes.Status201Created, stored);
    }

    private async Task ReplaceAsync(ApiRequest request)
    {
        var body = await RequestBody.ReadObjectAsync(request);
        var stored = await api.ReplaceAsync(
            request.Resource, request.StoreNamespace, request.Name!, request.Subresource, body, request.WriteOptions(), request.Aborted);
        await Answers.WriteAsync(request, StatusCodes.Status200OK, stored);
    }

    private async Task PatchAsync(ApiRequest request)
    {
        var patch = await PatchBody.ReadAsync(request);
        if (patch.IsApply)
        {
            if (string.IsNullOrEmpty(request.Query("fieldManager")))
                throw ApiErrors.Unprocessable("PatchOptions.meta.k8s.io \"\" is invalid: fieldManager: Required value: is required for apply patch");
            var (applied, created) = await api.ApplyAsync(
                request.Resource, request.StoreNamespace, request.Name!, request.Subresource, patch.Config, request.WriteOptions(), request.Aborted);
            await Answers.WriteAsync(request, created ? StatusCodes.Status201Created : StatusCodes.Status200OK, applied);
            return;
        }
        var stored = await api.PatchAsync(
            request.Resource, request.StoreNamespace, request.Name!, request.Subresource, patch.Apply, request.WriteOptions(), request.Aborted);
        await Answers.WriteAsync(request, StatusCodes.Status200OK, stored);
    }

    private async Task DeleteAsync(ApiRequest request)
    {
        var options = await DeleteBody.ReadAsync(request);
        var before = Find(request);
        var left = await api.DeleteAsync(request.Resource, request.StoreNamespace, request.Name!, options, request.Aborted);
        if (left is null && DeleteAnswers.HaveObject(request.Resource)) left = before;
        if (left is not null)
        {
            await Answers.WriteAsync(request, StatusCodes.Status200OK, left);
            return;
        }
        Answers.AddWarnings(request);
        await Answers.WriteAsync(request.Http, StatusCodes.Status200OK, Answers.Success(request.Resource, before.Name, before.Uid));
    }

    private async Task DeleteCollectionAsync(ApiRequest request)
    {
        if (!request.Resource.Verbs.Contains("deletecollection")) throw NotAllowed();
        var options = await DeleteBody.ReadAsync(request);
        var page = pages.Page(request, ListQuery.Of(request));
        foreach (var item in page.Items)
        {
            try
            {
                await api.DeleteAsync(request.Resource, item.Namespace, item.Name, options, request.Aborted);
            }
            catch (ApiException gone) when (gone.Code == StatusCodes.Status404NotFound)
            {
                // Another client was faster; the object is gone as wanted.
            }
        }
        Answers.AddWarnings(request);
        await ListWriter.WriteAsync(request, page);
    }
}
