using System.Globalization;
using IstioLab.Labs.Api;
using IstioLab.Labs.Definitions;
using IstioLab.Labs.Statistics;

namespace IstioLab.Labs.Running;

/// <summary>Counts the requests that a workload gets while a step sends its own, in the access log of its sidecars.</summary>
internal sealed class CopyCounter
{
    private static readonly TimeSpan s_look = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(2);

    private readonly KubeApi _api;
    private readonly LabCopies _copies;
    private readonly PodView _pod;
    private readonly int _before;

    private CopyCounter(KubeApi api, LabCopies copies, PodView pod, int before)
    {
        _api = api;
        _copies = copies;
        _pod = pod;
        _before = before;
    }

    /// <summary>Notes what the log holds before the requests.</summary>
    public static async Task<CopyCounter> StartAsync(KubeApi api, LabDefinition lab, LabCopies copies, CancellationToken cancellationToken)
    {
        var pod = await Workloads.FindPodAsync(api, WorkloadName.Parse(copies.To, lab.Namespace), cancellationToken);
        return new CopyCounter(api, copies, pod, await AccessLog.CountRequestsAsync(api, pod, cancellationToken));
    }

    /// <summary>Compares after the requests. Copies are sent on the side, so the last ones may come after the last answer.</summary>
    /// <returns>One sentence when the number does not fit; else null.</returns>
    public async Task<string?> CompareAsync(int sent, TimeProvider time, CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        var share = _copies.Percent / 100.0;
        while (true)
        {
            var seen = await AccessLog.CountRequestsAsync(_api, _pod, cancellationToken) - _before;
            if (seen <= sent && new Proportion(seen, sent).Fits(share, SplitExpectation.Risk))
            {
                return null;
            }

            if (time.GetElapsedTime(started) > s_limit)
            {
                return string.Create(
                    CultureInfo.InvariantCulture,
                    $"'{_copies.To}' got {seen} copies of {sent} requests; {_copies.Percent} % are expected. See 'kubectl logs {_pod.Name} -c istio-proxy -n {_pod.Namespace}'.");
            }

            await Task.Delay(s_look, time, cancellationToken);
        }
    }
}
