using System.Globalization;
using IstioLab.Cluster.Embedded.Api.Tables;
using IstioLab.Cluster.Embedded.Storage;
using Microsoft.AspNetCore.Http.Features;

namespace IstioLab.Cluster.Embedded.Api.Rest;

/// <summary>Watches (https://kubernetes.io/docs/reference/using-api/api-concepts/#efficient-detection-of-changes).</summary>
internal sealed class WatchHandler(ObjectStore store, TableWriter tables, TimeProvider time, CancellationToken stopping)
{
    private const int MaxPending = 10_000;
    private static readonly TimeSpan s_bookmarkEvery = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan s_longest = TimeSpan.FromMinutes(45);

    /// <summary>Streams changes until the client goes, the timeout passes or the server stops.</summary>
    public async Task HandleAsync(ApiRequest request)
    {
        var form = AcceptedFormat.Of(request.Http.Request);
        var query = ListQuery.Of(request);
        var writer = new WatchWriter(request, form, tables);
        var seconds = request.Number("timeoutSeconds");
        using var timeout = new CancellationTokenSource(seconds is > 0 ? TimeSpan.FromSeconds(Math.Min(seconds.Value, 86_400)) : s_longest, time);
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(request.Aborted, timeout.Token, stopping);
        request.Http.Features.Get<IHttpResponseBodyFeature>()?.DisableBuffering();
        request.Http.Response.ContentType = "application/json";
        request.Http.Response.Headers.CacheControl = "no-cache, private";

        using var subscription = Begin(request, out var tooOld);
        if (subscription is null)
        {
            writer.Error(tooOld!.Status);
            await writer.FlushAsync(request.Aborted);
            return;
        }
        try
        {
            await request.Http.Response.StartAsync(ended.Token);
            await InitialAsync(request, subscription, query, writer, ended.Token);
            await FollowAsync(request, subscription, query, writer, ended.Token);
        }
        catch (OperationCanceledException) when (ended.IsCancellationRequested)
        {
            // The stream just ends; clients watch again from the last version they saw.
        }
    }

    private ObjectSubscription? Begin(ApiRequest request, out ApiException? tooOld)
    {
        tooOld = null;
        var text = request.Query("resourceVersion");
        var initial = request.Query("sendInitialEvents") is not null ? request.Flag("sendInitialEvents") : text is null or "" or "0";
        if (initial) return store.Subscribe([request.Resource.Id]);
        if (text is null or "" or "0") return store.TryWatch(request.Resource.Id, store.ResourceVersion);
        if (!long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var version))
            throw ApiErrors.BadRequest($"Invalid value: \"{text}\": resourceVersion: strconv.ParseUint: parsing \"{text}\": invalid syntax");
        var watch = store.TryWatch(request.Resource.Id, version);
        if (watch is null) tooOld = ApiErrors.TooOld(version, store.ResourceVersion);
        return watch;
    }

    private static async Task InitialAsync(
        ApiRequest request, ObjectSubscription subscription, ListQuery query, WatchWriter writer, CancellationToken cancellationToken)
    {
        for (var index = 0; index < subscription.InitialCount; index++)
        {
            var change = await subscription.Events.ReadAsync(cancellationToken);
            if (query.Matches(change.Object)) writer.Write(ObjectEventType.Added, change.Object);
            if (index % 64 == 63) await writer.FlushAsync(cancellationToken);
        }
        if (request.Flag("sendInitialEvents") && request.Flag("allowWatchBookmarks")) writer.Bookmark(subscription.ResourceVersion, initialEventsEnd: true);
        await writer.FlushAsync(cancellationToken);
    }

    private async Task FollowAsync(
        ApiRequest request, ObjectSubscription subscription, ListQuery query, WatchWriter writer, CancellationToken cancellationToken)
    {
        var seen = subscription.ResourceVersion;
        using var bookmarks = request.Flag("allowWatchBookmarks") ? new PeriodicTimer(s_bookmarkEvery, time) : null;
        var tick = bookmarks?.WaitForNextTickAsync(cancellationToken).AsTask();
        Task<bool>? ready = null;
        while (true)
        {
            ready ??= subscription.Events.WaitToReadAsync(cancellationToken).AsTask();
            if (tick is not null && await Task.WhenAny(ready, tick) == tick)
            {
                await tick;
                writer.Bookmark(seen, initialEventsEnd: false);
                await writer.FlushAsync(cancellationToken);
                tick = bookmarks!.WaitForNextTickAsync(cancellationToken).AsTask();
                continue;
            }
            if (!await ready) return;
            ready = null;
            // A client that does not read must not fill the memory; it watches again from where it is.
            if (subscription.Events.Count > MaxPending) return;
            while (subscription.Events.TryRead(out var change))
            {
                seen = change.ResourceVersion;
                Write(change, query, writer);
            }
            await writer.FlushAsync(cancellationToken);
        }
    }

    // An object that begins or ceases to match a selector is added or deleted for this client.
    private static void Write(ObjectEvent change, ListQuery query, WatchWriter writer)
    {
        var before = change.Previous is { } previous && query.Matches(previous);
        var after = change.Type != ObjectEventType.Deleted && query.Matches(change.Object);
        if (after) writer.Write(before ? ObjectEventType.Modified : ObjectEventType.Added, change.Object);
        else if (before) writer.Write(ObjectEventType.Deleted, change.Object);
    }
}
