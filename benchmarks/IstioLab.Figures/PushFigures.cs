using System.Text.RegularExpressions;
using k8s;

namespace IstioLab.Figures;

/// <summary>From the PATCH of a VirtualService to the Event that every connected proxy has its new snapshot, with hundreds of proxies.</summary>
internal static partial class PushFigures
{
    private const int Proxies = 500;
    private const int Changes = 20;

    public static async Task MeasureAsync(LabUnderMeasure lab, FigureReport report, CancellationToken cancellationToken)
    {
        await lab.StartAsync(cancellationToken);
        await lab.RunAsync(cancellationToken, "run", "canary", "--step", "2");
        await Replicas.ScaleAsync(lab, "apps-v1", Proxies, cancellationToken);
        var told = new List<double>(Changes);
        var seen = new List<double>(Changes);
        for (var change = 0; change < Changes; change++)
        {
            var begun = lab.Time.GetTimestamp();
            var generation = await Weights.ShiftAsync(lab, change % 2 == 0 ? "c2" : "c1", cancellationToken);
            told.Add(await WaitForAllAsync(lab, generation, cancellationToken));
            seen.Add(lab.Time.GetElapsedTime(begun).TotalMilliseconds);
        }

        told.Sort();
        seen.Sort();
        report.Add($"push to {Proxies} running proxies and more: stored to acknowledged by all, p50 of {Changes} changes", told[Changes / 2], 1000, "ms");
        report.Add("the same, the slowest", told[^1], 1000, "ms");
        report.Add("the same, from the client's PATCH to the Event that it reads, p50", seen[Changes / 2], 2000, "ms");
    }

    private static async Task<double> WaitForAllAsync(LabUnderMeasure lab, long generation, CancellationToken cancellationToken)
    {
        await foreach (var (_, item) in lab.Api.CoreV1.WatchListNamespacedEventAsync(
            LabUnderMeasure.Namespace, fieldSelector: "involvedObject.kind=VirtualService", cancellationToken: cancellationToken))
        {
            var active = ActiveOnAll().Match(item.Message ?? "");
            if (active.Success && active.Groups[1].Value == $"{generation}" && int.Parse(active.Groups[2].ValueSpan, null) >= Proxies)
            {
                return double.Parse(active.Groups[3].ValueSpan, null);
            }
        }

        throw new InvalidOperationException($"The watch ended before generation '{generation}' was active on {Proxies} proxies.");
    }

    [GeneratedRegex(@"generation (\d+) active on (\d+)/\2 proxies after (\d+) ms")]
    private static partial Regex ActiveOnAll();
}
