using System.Net;
using System.Text.Json.Nodes;
using IstioLab.Labs.Api;
using IstioLab.Labs.Targets;

namespace IstioLab.Labs.Manifests;

/// <summary>
/// Applies objects as <c>kubectl apply</c> does, including the annotation that lets a learner's own kubectl go on from there without a
/// warning.
/// </summary>
/// <param name="api">The cluster.</param>
/// <param name="mark">
/// On a cluster that is not the environment's own, the mark that what it makes carries; what is there already without it is not changed.
/// Null changes whatever is applied.
/// </param>
/// <param name="time">The clock of retries. Default: the system's.</param>
public sealed class ManifestApplier(KubeApi api, string? mark = null, TimeProvider? time = null)
{
    private const int Attempts = 5;
    private static readonly TimeSpan s_webhookPatience = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan s_webhookPause = TimeSpan.FromMilliseconds(500);

    /// <summary>Creates or changes one object.</summary>
    /// <param name="manifest">The object; it is not changed.</param>
    /// <param name="defaultNamespace">The namespace when it names none and its kind has one.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="KubeApiException">The server refused it.</exception>
    public async Task<AppliedObject> ApplyAsync(JsonObject manifest, string defaultNamespace, CancellationToken cancellationToken)
    {
        var kind = (string?)manifest["kind"] ?? "";
        var place = await api.FindPlaceAsync((string?)manifest["apiVersion"] ?? "", kind, cancellationToken);
        var desired = manifest.DeepClone().AsObject();
        var name = (string?)desired["metadata"]?["name"] ?? "";
        var ns = (string?)desired["metadata"]?["namespace"] ?? defaultNamespace;
        if (place.Namespaced)
        {
            desired["metadata"]!["namespace"] = ns;
        }

        LastApplied.Write(desired);
        var clock = time ?? TimeProvider.System;
        var started = clock.GetTimestamp();
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                var outcome = await ApplyOnceAsync(place, ns, name, desired, cancellationToken);
                return new AppliedObject($"{place.DisplayName(kind)}/{name}", outcome);
            }
            catch (KubeApiException raced) when (raced.Status == HttpStatusCode.Conflict && attempt < Attempts)
            {
                // Somebody else wrote in between: read again and apply to that.
            }
            catch (KubeApiException notYet) when (WebhookIsStarting(notYet) && clock.GetElapsedTime(started) < s_webhookPatience)
            {
                await Task.Delay(s_webhookPause, clock, cancellationToken);
            }
        }
    }

    private async Task<string> ApplyOnceAsync(ResourcePlace place, string ns, string name, JsonObject desired, CancellationToken cancellationToken)
    {
        var path = place.Object(ns, name);
        var live = await api.FindAsync(path, cancellationToken);
        if (live is null)
        {
            await api.SendAsync(HttpMethod.Post, place.Collection(ns), Marked(desired), "application/json", cancellationToken);
            return "created";
        }

        if (mark is not null && (string?)live["metadata"]?["labels"]?[LabTarget.MadeByLabel] != mark)
        {
            return Foreign.Accept(live, desired, mark);
        }

        var patch = MergePatch.Create(LastApplied.Read(live), desired, live);
        if (patch.Count == 0)
        {
            return "unchanged";
        }

        var changed = await api.SendAsync(HttpMethod.Patch, path, patch, "application/merge-patch+json", cancellationToken);
        return Version(changed) == Version(live) ? "unchanged" : "configured";
    }

    // istiod serves its webhooks a moment after its pod is ready.
    private static bool WebhookIsStarting(KubeApiException refused) =>
        refused.Status == HttpStatusCode.InternalServerError && refused.Message.Contains("failed calling webhook", StringComparison.Ordinal);

    private JsonObject Marked(JsonObject desired)
    {
        if (mark is null)
        {
            return desired;
        }

        var marked = desired.DeepClone().AsObject();
        var metadata = marked["metadata"]!.AsObject();
        if (metadata["labels"] is not JsonObject labels)
        {
            metadata["labels"] = labels = [];
        }

        labels[LabTarget.MadeByLabel] = mark;
        return marked;
    }

    private static string? Version(JsonObject? found) => (string?)found?["metadata"]?["resourceVersion"];
}
