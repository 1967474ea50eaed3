using System.Text.Json.Nodes;
using IstioLab.Config.Kubernetes;
using IstioLab.Labs.Api;

namespace IstioLab.Testing;

/// <summary>Waits for applied workloads as <c>kubectl rollout status</c> does, and until the pods that they replace have gone.</summary>
internal sealed class Rollout(KubeApi api, TimeSpan limit, TimeProvider time)
{
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(15);

    public async Task WaitAsync(IReadOnlyList<ConfigObject> applied, CancellationToken cancellationToken)
    {
        var deployments = applied.Where(item => item.Id is { Kind: "Deployment" }).Select(item => item.Id).ToList();
        var namespaces = applied.Where(item => item.Id.Kind is "Deployment" or "Pod").Select(item => item.Id.Namespace).Distinct().ToList();
        await WaitAsync(deployments, namespaces, cancellationToken);
    }

    /// <summary>Waits for the Deployments that a namespace has.</summary>
    public async Task WaitAsync(string ns, CancellationToken cancellationToken)
    {
        var found = await api.ListAsync($"apis/apps/v1/namespaces/{ns}/deployments", cancellationToken);
        await WaitAsync([.. found.Select(item => new ObjectId("apps", "Deployment", ns, (string?)item["metadata"]?["name"] ?? ""))], [ns], cancellationToken);
    }

    private async Task WaitAsync(List<ObjectId> deployments, List<string> namespaces, CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        while (await ProblemAsync(deployments, namespaces, cancellationToken) is { } problem)
        {
            if (problem.Final || time.GetElapsedTime(started) > limit)
            {
                throw new IstioLabException(problem.Final ? problem.Text : $"Not ready after {limit.TotalSeconds:0.#} s: {problem.Text}");
            }

            await Task.Delay(Look, time, cancellationToken);
        }
    }

    private async Task<(string Text, bool Final)?> ProblemAsync(
        List<ObjectId> deployments, List<string> namespaces, CancellationToken cancellationToken)
    {
        foreach (var ns in namespaces)
        {
            var pods = await Workloads.ListPodsAsync(api, ns, cancellationToken);
            if (pods.FirstOrDefault(pod => IsHopeless(pod.Waiting)) is { } broken) return ($"Pod '{ns}/{broken.Name}' cannot start: {broken.Waiting}", true);
            if (pods.FirstOrDefault(pod => pod.Terminating) is { } leaving) return ($"pod '{ns}/{leaving.Name}' is Terminating.", false);
            if (pods.FirstOrDefault(pod => !pod.IsReady && pod.Phase is not ("Succeeded" or "Failed")) is { } waiting)
            {
                return ($"pod '{ns}/{waiting.Name}' shows READY {waiting.Ready} ({waiting.Waiting ?? waiting.Phase}).", false);
            }
        }

        foreach (var id in deployments)
        {
            var live = await api.FindAsync($"apis/apps/v1/namespaces/{id.Namespace}/deployments/{id.Name}", cancellationToken);
            if (live is null || !IsComplete(live)) return ($"{id} is not rolled out.", false);
        }

        return null;
    }

    private static bool IsHopeless(string? waiting) =>
        waiting is not null && (waiting.StartsWith("ErrImagePull", StringComparison.Ordinal)
            || waiting.StartsWith("ImagePullBackOff", StringComparison.Ordinal) || waiting.StartsWith("CrashLoopBackOff", StringComparison.Ordinal));

    private static bool IsComplete(JsonObject deployment)
    {
        var status = deployment["status"];
        var wanted = (long?)deployment["spec"]?["replicas"] ?? 1;
        return ((long?)status?["observedGeneration"] ?? 0) >= ((long?)deployment["metadata"]?["generation"] ?? 1)
            && ((long?)status?["updatedReplicas"] ?? 0) == wanted
            && ((long?)status?["replicas"] ?? 0) == wanted
            && ((long?)status?["availableReplicas"] ?? 0) == wanted;
    }
}
