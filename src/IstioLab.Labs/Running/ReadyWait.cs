using System.Globalization;
using IstioLab.Labs.Api;
using IstioLab.Labs.Definitions;

namespace IstioLab.Labs.Running;

/// <summary>Waits until the pods of a lab are as a step expects, and says what they are doing meanwhile.</summary>
internal sealed class ReadyWait(KubeApi api, LabDefinition lab, TimeProvider time)
{
    private static readonly TimeSpan s_silence = TimeSpan.FromSeconds(60);

    /// <summary>The last known state, for a line of progress.</summary>
    public string State { get; private set; } = "";

    /// <exception cref="KubeApiException">The pods were not ready in time, are refused, an image cannot be pulled, or the server stays away.</exception>
    public async Task WaitAsync(LabStep step, TimeSpan timeout, CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        var names = Rollouts.Names(lab, step);
        long? failing = null;
        long? silent = null;
        while (true)
        {
            try
            {
                var seen = await LookAsync(step, names, cancellationToken);
                silent = null;
                if (seen.IsReady)
                {
                    return;
                }

                failing = seen.Hopeless is null ? null : failing ?? time.GetTimestamp();
                if (failing is { } since && time.GetElapsedTime(since) > lab.Target.PullPatience)
                {
                    throw new KubeApiException($"{Head(step)} {seen.Hopeless}");
                }

                if (time.GetElapsedTime(started) > timeout)
                {
                    throw new KubeApiException($"{Head(step)} the pods are not ready after {timeout.TotalSeconds:0} s. {seen.Words}");
                }
            }
            catch (KubeApiException away) when (away is { Status: null, InnerException: not null } && time.GetElapsedTime(silent ??= time.GetTimestamp()) < s_silence)
            {
                // Real API servers are away for moments, while they are updated.
                State = away.Message;
            }

            await Task.Delay(lab.Target.Look, time, cancellationToken);
        }
    }

    private async Task<(bool IsReady, string? Hopeless, string Words)> LookAsync(LabStep step, IReadOnlyList<string> names, CancellationToken cancellationToken)
    {
        var pods = await Workloads.ListPodsAsync(api, lab.Namespace, cancellationToken);
        var staying = pods.Where(pod => pod is { Terminating: false, Phase: not ("Succeeded" or "Failed") }).ToList();
        var leaving = pods.Count(pod => pod.Terminating);
        var rollouts = await Rollouts.ReadAsync(api, lab.Namespace, names, cancellationToken);
        var notReady = new LabStatus(staying, 0, []).NotReady(step.Expect.Ready);
        var problems = notReady.Count > 0 ? notReady : rollouts.Waiting;
        State = Describe(staying, leaving, rollouts);
        var words = Words(problems);
        var hopeless = rollouts.Refused is { } refused
            ? $"{refused}. See 'kubectl -n {lab.Namespace} get events'; what stands in the way there (a quota, a Pod Security level, a webhook) is the cluster's."
            : staying.Any(CannotPull) ? $"an image cannot be pulled. {words} {PullRemedy}" : null;
        return (staying.Count > 0 && leaving == 0 && problems.Count == 0, hopeless, words);
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
