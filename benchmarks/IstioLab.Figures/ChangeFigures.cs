using k8s.Models;

namespace IstioLab.Figures;

/// <summary>From the answer of a PATCH of the VirtualService to the first request on each client's proxy that obeys it, under load.</summary>
internal static class ChangeFigures
{
    private const int Clients = 3;
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(5);

    public static async Task MeasureAsync(LabUnderMeasure lab, FigureReport report, int changes, CancellationToken cancellationToken)
    {
        var scale = new V1Patch(new { spec = new { replicas = Clients } }, V1Patch.PatchType.MergePatch);
        await k8s.AppsV1OperationsExtensions.PatchNamespacedDeploymentScaleAsync(
            lab.Api.AppsV1, scale, "apps-client", LabUnderMeasure.Namespace, cancellationToken: cancellationToken);
        var loops = await StartLoopsAsync(lab, cancellationToken);
        var delays = new List<double>(changes * Clients);
        for (var change = 0; change < changes; change++)
        {
            var version = change % 2 == 0 ? "c2" : "c1";
            await Weights.ShiftAsync(lab, version, cancellationToken);
            var answered = lab.Time.GetTimestamp();
            var obeyed = await Task.WhenAll(loops.Select(loop => loop.WaitForAsync(version, answered, Limit, cancellationToken)));
            delays.AddRange(obeyed.Select(at => Math.Max(0, lab.Time.GetElapsedTime(answered, at).TotalMilliseconds)));
        }

        delays.Sort();
        var requests = loops.Sum(loop => loop.Answers);
        report.Add($"PATCH answered to obeyed, p50 over {changes} changes on {Clients} proxies", delays[delays.Count / 2], 50, "ms");
        report.Add("the same, p99", delays[(int)(delays.Count * 0.99)], 50, "ms");
        report.Add($"failed requests of {requests}", loops.Sum(loop => loop.Failures), 0, "");
        foreach (var loop in loops)
        {
            await loop.DisposeAsync();
        }
    }

    private static async Task<IReadOnlyList<CurlLoop>> StartLoopsAsync(LabUnderMeasure lab, CancellationToken cancellationToken)
    {
        var ready = new List<string>();
        await foreach (var (_, pod) in k8s.CoreV1OperationsExtensions.WatchListNamespacedPodAsync(
            lab.Api.CoreV1, LabUnderMeasure.Namespace, labelSelector: "app=client-test", cancellationToken: cancellationToken))
        {
            if (pod.Status?.Conditions?.Any(condition => condition is { Type: "Ready", Status: "True" }) == true && !ready.Contains(pod.Name()))
            {
                ready.Add(pod.Name());
            }

            if (ready.Count == Clients)
            {
                break;
            }
        }

        return [.. await Task.WhenAll(ready.Select(pod => CurlLoop.StartAsync(lab, pod, cancellationToken)))];
    }
}
