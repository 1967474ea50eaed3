using System.Globalization;
using IstioLab.Cluster.Embedded.Api;
using Microsoft.AspNetCore.Http;

namespace IstioLab.Cluster.Embedded.Streaming;

/// <summary><c>pods/NAME/log</c>: plain text, line by line as it is written when it is followed.</summary>
internal sealed class PodLogEndpoint(IObjectApi api, IPodConnector connector, TimeProvider time)
{
    public async Task HandleAsync(HttpContext context, string ns, string pod, CancellationToken cancellationToken)
    {
        await using var pieces = connector.ReadLogsAsync(Read(context.Request.Query, ns, pod), cancellationToken).GetAsyncEnumerator(cancellationToken);

        // The first piece decides between an answer and a refusal; after it the status is on its way.
        var any = await FirstAsync(context, pieces, cancellationToken);
        while (any)
        {
            await context.Response.Body.WriteAsync(pieces.Current, cancellationToken);
            await context.Response.Body.FlushAsync(cancellationToken);
            any = await pieces.MoveNextAsync();
        }
    }

    private static async Task<bool> FirstAsync(HttpContext context, IAsyncEnumerator<ReadOnlyMemory<byte>> pieces, CancellationToken cancellationToken)
    {
        var first = pieces.MoveNextAsync().AsTask();
        var follows = QueryValues.IsSet(context.Request.Query, "follow");
        context.Response.ContentType = "text/plain";
        if (follows && !first.IsCompleted)
        {
            await context.Response.StartAsync(cancellationToken);
            await context.Response.Body.FlushAsync(cancellationToken);
        }

        return await first;
    }

    private PodLogRequest Read(IQueryCollection query, string ns, string pod) => new()
    {
        Namespace = ns,
        Pod = pod,
        Container = PodTarget.ContainerOf(api, ns, pod, query["container"]),
        Follow = QueryValues.IsSet(query, "follow"),
        Previous = QueryValues.IsSet(query, "previous"),
        Timestamps = QueryValues.IsSet(query, "timestamps"),
        TailLines = QueryValues.Number(query, "tailLines"),
        LimitBytes = QueryValues.Number(query, "limitBytes"),
        Since = Since(query),
    };

    private DateTimeOffset? Since(IQueryCollection query)
    {
        if (QueryValues.Number(query, "sinceSeconds") is { } seconds)
        {
            return time.GetUtcNow().AddSeconds(-seconds);
        }

        var text = query["sinceTime"].ToString();
        if (text.Length == 0)
        {
            return null;
        }

        return DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var moment)
            ? moment
            : throw PodTarget.Refuse($"query parameter 'sinceTime' is '{text}', which is no RFC 3339 time");
    }
}
