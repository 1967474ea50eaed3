using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Threading.Channels;
using IstioLab.Labs.Api;

namespace IstioLab.Labs.Resources;

/// <summary>
/// Lists and watches the objects of one kind, for ever: a watch that ends, by the server's time limit or because its version is too
/// old, starts anew with a list (https://kubernetes.io/docs/reference/using-api/api-concepts/#efficient-detection-of-changes).
/// </summary>
internal sealed class ObjectWatcher(IClusterApi api, MirroredKind kind, ChannelWriter<ObjectUpdate> updates, TimeProvider time)
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(5);

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var pause = FirstPause;
        while (true)
        {
            try
            {
                var version = await ListAsync(cancellationToken);
                pause = FirstPause;
                await WatchAsync(version, cancellationToken);
            }
            catch (KubeApiException absent) when (absent.Status == HttpStatusCode.NotFound)
            {
                // The kind is not installed: a cluster without Istio has no VirtualServices.
                await updates.WriteAsync(new ObjectUpdate.Everything(kind.Kind, []), cancellationToken);
                pause = LongestPause;
            }
            catch (Exception broken) when (broken is KubeApiException or IOException or HttpRequestException or JsonException)
            {
                await updates.WriteAsync(new ObjectUpdate.Unreachable(kind.Kind, broken.Message), cancellationToken);
                pause = pause * 2 < LongestPause ? pause * 2 : LongestPause;
            }

            await Task.Delay(pause, time, cancellationToken);
        }
    }

    private async Task<string> ListAsync(CancellationToken cancellationToken)
    {
        var list = await api.GetAsync(kind.Path, cancellationToken);
        await updates.WriteAsync(new ObjectUpdate.Everything(kind.Kind, [.. list.Items("items")]), cancellationToken);
        return list.Text("metadata", "resourceVersion");
    }

    private async Task WatchAsync(string version, CancellationToken cancellationToken)
    {
        var path = $"{kind.Path}?watch=true&allowWatchBookmarks=true&resourceVersion={Uri.EscapeDataString(version)}";
        using var reader = new StreamReader(await api.OpenAsync(path, cancellationToken));
        while (await reader.ReadLineAsync(cancellationToken) is { } line)
        {
            if (line.Length == 0 || JsonNode.Parse(line) is not JsonObject change || change.At("object") is not JsonObject changed)
            {
                continue;
            }

            switch (change.Text("type"))
            {
                case "ADDED" or "MODIFIED":
                    await updates.WriteAsync(new ObjectUpdate.One(kind.Kind, changed, Deleted: false), cancellationToken);
                    break;
                case "DELETED":
                    await updates.WriteAsync(new ObjectUpdate.One(kind.Kind, changed, Deleted: true), cancellationToken);
                    break;
                case "ERROR":
                    return;
                default:
                    break;
            }
        }
    }
}
