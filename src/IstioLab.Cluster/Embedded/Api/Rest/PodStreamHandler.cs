namespace IstioLab.Cluster.Embedded.Api.Rest;

/// <summary>Hands the subresources that lead into pods (log, exec, attach, portforward, proxy) to those who know pods.</summary>
internal sealed class PodStreamHandler(PodStreams? streams, CancellationToken stopping)
{
    private static readonly HashSet<string> s_pods = new(["log", "exec", "attach", "portforward", "proxy"], StringComparer.Ordinal);

    /// <summary>Whether a subresource leads into pods.</summary>
    public static bool Handles(ResourceDescriptor resource, string subresource) =>
        (resource.Id == "pods" && s_pods.Contains(subresource)) || (resource.Id == "services" && subresource == "proxy");

    /// <summary>Answers, until the client goes or the server stops.</summary>
    public async Task HandleAsync(ApiRequest request)
    {
        if (streams is null) throw ApiErrors.NotSupported($"{request.Resource.Plural}/{request.Subresource}: no pod runs in this server");
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(request.Aborted, stopping);
        try
        {
            await streams(request.Http, request.Resource.Id, request.StoreNamespace, request.Name!, request.Subresource!, ended.Token);
        }
        catch (OperationCanceledException) when (ended.IsCancellationRequested)
        {
            request.Http.Abort();
        }
    }
}
