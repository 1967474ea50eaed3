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
    private static readonly TimeSpan s_leavingPatience = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(500);

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

        // An older Istio serves its kinds in an older version, whose fields are the same.
        desired["apiVersion"] = place.ApiVersion;
        LastApplied.Write(desired);
        List<string> warnings = [];
        var clock = time ?? TimeProvider.System;
        var started = clock.GetTimestamp();
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                var outcome = await ApplyOnceAsync(place, ns, name, desired, warnings, cancellationToken);
                return new AppliedObject($"{place.DisplayName(kind)}/{name}", outcome) { Warnings = [.. warnings.Distinct()] };
            }
            catch (KubeApiException raced) when (raced.Status == HttpStatusCode.Conflict && attempt < Attempts)
            {
                // Somebody else wrote in between: read again and apply to that.
            }
            catch (KubeApiException notYet) when (WebhookIsStarting(notYet) && clock.GetElapsedTime(started) < s_webhookPatience)
            {
                await Task.Delay(s_pause, clock, cancellationToken);
            }
            catch (LeavingException) when (clock.GetElapsedTime(started) < s_leavingPatience)
            {
                await Task.Delay(s_pause, clock, cancellationToken);
                attempt = 1;
            }
            catch (LeavingException stays)
            {
                throw new KubeApiException($"{kind} '{name}' is being deleted, and still there after {s_leavingPatience.TotalSeconds:0} s. See 'kubectl get --raw /{stays.Path}': its status says what it waits for.", null, stays);
            }
        }
    }

    private async Task<string> ApplyOnceAsync(
        ResourcePlace place, string ns, string name, JsonObject desired, List<string> warnings, CancellationToken cancellationToken)
    {
        var path = place.Object(ns, name);
        var live = await api.FindAsync(path, cancellationToken);
        if (live is null)
        {
            await api.SendAsync(HttpMethod.Post, place.Collection(ns), Marked(desired), "application/json", warnings.Add, cancellationToken);
            return "created";
        }

        if (live["metadata"]?["deletionTimestamp"] is not null)
        {
            throw new LeavingException(path);
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

        var changed = await api.SendAsync(HttpMethod.Patch, path, patch, "application/merge-patch+json", warnings.Add, cancellationToken);
        return Version(changed) == Version(live) ? "unchanged" : "configured";
    }

    // What goes cannot be changed into what should be there, and nothing can be made in a namespace that goes.
    private sealed class LeavingException(string path) : Exception
    {
        public string Path => path;
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
