using System.Text.Json.Nodes;
using IstioLab.Labs.Api;
using IstioLab.Labs.Targets;

namespace IstioLab.Labs.Manifests;

/// <summary>Objects that were on a cluster before the lab came: they are used where they already are what the lab wants, and never changed.</summary>
internal static class Foreign
{
    /// <exception cref="KubeApiException">The lab would have to change it.</exception>
    public static string Accept(JsonObject live, JsonObject desired, string mark)
    {
        var wanted = desired.DeepClone().AsObject();
        LastApplied.Remove(wanted);
        if (MergePatch.Create(null, wanted, live).Count == 0)
        {
            return "unchanged";
        }

        var kind = (string?)live["kind"] ?? (string?)desired["kind"] ?? "";
        var name = (string?)desired["metadata"]?["name"] ?? "";
        var ns = (string?)desired["metadata"]?["namespace"];
        var maker = (string?)live["metadata"]?["labels"]?[LabTarget.MadeByLabel];
        var who = maker is null ? "was there before this lab" : $"belongs to environment '{maker}'";
        var scope = ns is null ? "" : $" -n {ns}";
        throw new KubeApiException(
            $"{kind} '{(ns is null ? name : $"{ns}/{name}")}' {who} and differs from what it applies; this environment ('{mark}') changes only "
            + $"what it made. Remove it: 'kubectl delete {kind.ToLowerInvariant()} {name}{scope}', or use another cluster.");
    }
}
