using System.Globalization;
using IstioLab.Labs.Api;
using IstioLab.Labs.Definitions;

namespace IstioLab.Labs.Running;

/// <summary>Waits until the pods of a lab are as a step expects, and says what they are doing meanwhile.</summary>
internal sealed class ReadyWait(KubeApi api, LabDefinition lab, TimeProvider time)
{
    /// <summary>The last known state, for a line of progress.</summary>
    public string State { get; private set; } = "";

    /// <exception cref="KubeApiException">The pods were not ready in time, are refused, or an image cannot be pulled.</exception>
    public async Task WaitAsync(LabStep step, TimeSpan timeout, CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        long? failing = null;
        var names = Rollouts.Names(lab, step);
        while (true)
        {
            var pods = await Workloads.ListPodsAsync(api, lab.Namespace, cancellationToken);
            var staying = pods.Where(pod => pod is { Terminating: false, Phase: not ("Succeeded" or "Failed") }).ToList();
            var leaving = pods.Count(pod => pod.Terminating);
            var rollouts = await Rollouts.ReadAsync(api, lab.Namespace, names, cancellationToken);
            var notReady = new LabStatus(staying, 0, []).NotReady(step.Expect.Ready);
            var problems = notReady.Count > 0 ? notReady : rollouts.Waiting;
            if (staying.Count > 0 && leaving == 0 && problems.Count == 0)
            {
                return;
            }

            State = Describe(staying, leaving, rollouts);
            failing = rollouts.Refused is not null || staying.Any(CannotPull) ? failing ?? time.GetTimestamp() : null;
            if (failing is { } since && time.GetElapsedTime(since) > lab.Target.PullPatience)
            {
                throw new KubeApiException(rollouts.Refused is { } refused
                    ? $"{Head(step)} {refused}. See 'kubectl -n {lab.Namespace} get events'; what stands in the way there (a quota, a Pod Security level, a webhook) is the cluster's."
                    : $"{Head(step)} an image cannot be pulled. {Words(problems)} {PullRemedy}");
            }

            if (time.GetElapsedTime(started) > timeout)
            {
                throw new KubeApiException($"{Head(step)} the pods are not ready after {timeout.TotalSeconds:0} s. {Words(problems)}");
            }

            await Task.Delay(lab.Target.Look, time, cancellationToken);
        }
    }

    private string PullRemedy =>
        $"See 'kubectl -n {lab.Namespace} describe pods'. Name a mirror or another image in 'clusters.yaml': docs/real-clusters.md says how.";

    private string Head(LabStep step) => $"Step '{step.Name}' of lab '{lab.Name}':";

    private string Words(IReadOnlyList<string> problems) => problems.Count > 0
        ? string.Join(" ", problems)
        : $"Namespace '{lab.Namespace}' has no pods, or they are still ending: see 'kubectl -n {lab.Namespace} get deployments,pods,events'.";

    private static string Describe(List<PodView> staying, int leaving, Rollouts rollouts)
    {
        var slow = staying.FirstOrDefault(pod => !pod.IsReady);
        var detail = slow is not null ? $"; {slow.Name}: {slow.Waiting ?? slow.Phase}" : rollouts.Waiting is [var first, ..] ? $"; {first}" : "";
        var ending = leaving == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $", {leaving} ending");
        return string.Create(
            CultureInfo.InvariantCulture, $"{staying.Count(pod => pod.IsReady)}/{staying.Count} pods ready{ending}{(rollouts.Refused is { } refused ? $"; {refused}" : detail)}");
    }

    private static bool CannotPull(PodView pod) =>
        pod.Waiting is { } reason && (reason.StartsWith("ErrImage", StringComparison.Ordinal)
            || reason.StartsWith("ImagePullBackOff", StringComparison.Ordinal)
            || reason.StartsWith("InvalidImageName", StringComparison.Ordinal));
}
