using System.Text.Json.Nodes;
using IstioLab.Labs.Api;
using IstioLab.Labs.Definitions;
using IstioLab.Labs.Manifests;

namespace IstioLab.Labs.Running;

/// <summary>How far the Deployments of a lab are, from their status alone.</summary>
/// <param name="Waiting">What is not done yet, a sentence for each Deployment.</param>
/// <param name="Refused">Why the cluster makes no pods, such as a quota or a Pod Security level; null when it does.</param>
internal sealed record Rollouts(IReadOnlyList<string> Waiting, string? Refused)
{
    private const string Deployment = "Deployment";

    /// <summary>The names of those that hold once a step is applied.</summary>
    public static IReadOnlyList<string> Names(LabDefinition lab, LabStep step) =>
        [.. LabFiles.ReadSourcesUpTo(lab, step).Select(source => source.Id).Where(id => id.Kind == Deployment && id.Namespace == lab.Namespace).Select(id => id.Name)];

    /// <summary>Reads how far they are.</summary>
    public static async Task<Rollouts> ReadAsync(KubeApi api, string ns, IReadOnlyList<string> names, CancellationToken cancellationToken)
    {
        List<string> waiting = [];
        string? refused = null;
        var live = (await api.ListAsync($"apis/apps/v1/namespaces/{ns}/deployments", cancellationToken)).ToDictionary(NameOf, StringComparer.Ordinal);
        foreach (var name in names)
        {
            if (Describe(name, live.GetValueOrDefault(name)) is { } words)
            {
                waiting.Add(words);
            }

            refused ??= live.TryGetValue(name, out var found) ? Refusal(name, found) : null;
        }

        return new Rollouts(waiting, refused);
    }

    internal static string? Describe(string name, JsonObject? deployment)
    {
        if (deployment is null)
        {
            return $"Deployment '{name}' is not there.";
        }

        var status = deployment["status"] as JsonObject ?? [];
        var wanted = Number(deployment["spec"]?["replicas"], 1);
        if (Number(status["observedGeneration"], 0) < Number(deployment["metadata"]?["generation"], 0))
        {
            return $"Deployment '{name}': the cluster's controllers have not looked at it yet.";
        }

        var (made, updated, available) = (Number(status["replicas"], 0), Number(status["updatedReplicas"], 0), Number(status["availableReplicas"], 0));
        return updated < wanted || made > updated || available < wanted
            ? $"Deployment '{name}': {updated} of {wanted} pods are of its newest template, {available} available, {made - updated} old."
            : null;
    }

    internal static string? Refusal(string name, JsonObject deployment) =>
        (deployment["status"]?["conditions"] as JsonArray ?? []).OfType<JsonObject>()
            .FirstOrDefault(condition => (string?)condition["type"] == "ReplicaFailure" && (string?)condition["status"] == "True") is { } failure
            ? $"Deployment '{name}' gets no pods: {(string?)failure["message"] ?? (string?)failure["reason"]}"
            : null;

    private static string NameOf(JsonObject item) => (string?)item["metadata"]?["name"] ?? "";

    private static long Number(JsonNode? node, long missing) => (long?)node ?? missing;
}
