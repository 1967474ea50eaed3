using System.Net;
using System.Text.Json.Nodes;
using IstioLab.Labs.Api;

namespace IstioLab.Labs.Manifests;

/// <summary>
/// Applies objects as <c>kubectl apply</c> does, including the annotation that lets a learner's own kubectl go on from there without a
/// warning.
/// </summary>
public sealed class ManifestApplier(KubeApi api)
{
    private const int Attempts = 5;

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
        }
    }

    private async Task<string> ApplyOnceAsync(ResourcePlace place, string ns, string name, JsonObject desired, CancellationToken cancellationToken)
    {
        var path = place.Object(ns, name);
        var live = await api.FindAsync(path, cancellationToken);
        if (live is null)
        {
            await api.SendAsync(HttpMethod.Post, place.Collection(ns), desired, "application/json", cancellationToken);
            return "created";
        }

        var patch = MergePatch.Create(LastApplied.Read(live), desired, live);
        if (patch.Count == 0)
        {
            return "unchanged";
        }

        var changed = await api.SendAsync(HttpMethod.Patch, path, patch, "application/merge-patch+json", cancellationToken);
        return Version(changed) == Version(live) ? "unchanged" : "configured";
    }

    private static string? Version(JsonObject? found) => (string?)found?["metadata"]?["resourceVersion"];
}
