using k8s.Models;

namespace IstioLab.Cluster.Istio;

/// <summary>Why pods are not ready, in a few words: which pod, which reason, which image.</summary>
internal static class PodTrouble
{
    // These do not pass by waiting; they are told before a container that is only being made.
    private static readonly string[] s_bad = ["ImagePullBackOff", "ErrImagePull", "InvalidImageName", "CrashLoopBackOff", "CreateContainerError", "CreateContainerConfigError"];

    /// <returns>Null when every pod is ready.</returns>
    public static string? Find(IEnumerable<V1Pod> pods)
    {
        var waiting = pods.Select(Describe).OfType<(string Text, bool Bad)>().ToList();
        return waiting.OrderByDescending(found => found.Bad).Select(found => found.Text).FirstOrDefault();
    }

    private static (string Text, bool Bad)? Describe(V1Pod pod)
    {
        var states = (pod.Status?.InitContainerStatuses ?? []).Concat(pod.Status?.ContainerStatuses ?? []).ToList();
        if (pod.Status?.Phase == "Succeeded" || (states.Count > 0 && states.TrueForAll(state => state.Ready || state.State?.Terminated?.ExitCode == 0)))
        {
            return null;
        }

        if (states.Find(state => state.State?.Waiting is not null) is { } container)
        {
            var reason = container.State.Waiting.Reason ?? "waiting";
            var message = container.State.Waiting.Message is { Length: > 0 } text ? $": {text}" : "";
            return ($"{pod.Name()}: {reason} ({container.Image}){message}", s_bad.Contains(reason));
        }

        if (states.Find(state => state.State?.Terminated is { ExitCode: not 0 }) is { } ended)
        {
            return ($"{pod.Name()}: '{ended.Name}' ended with {ended.State.Terminated.ExitCode} ({ended.State.Terminated.Reason})", true);
        }

        var condition = pod.Status?.Conditions?.FirstOrDefault(found => found is { Type: "PodScheduled", Status: "False" });
        return (condition is null ? $"{pod.Name()}: {pod.Status?.Phase ?? "Pending"}" : $"{pod.Name()}: {condition.Reason}: {condition.Message}", false);
    }
}
