using System.Collections.Immutable;
using System.Globalization;
using IstioLab.Cli.CommandLine;
using IstioLab.Labs.Api;
using IstioLab.Labs.Traffic;

namespace IstioLab.Cli.Rendering;

/// <summary>Shows answers as a chart.</summary>
internal static class TrafficView
{
    public static void Write(CommandContext context, PodView pod, TrafficRequest request, TrafficTally tally)
    {
        var sidecar = pod.HasSidecar
            ? context.Pick("with sidecar", "有 Sidecar")
            : context.Pick("no sidecar: VirtualServices do not apply", "没有 Sidecar：VirtualService 不起作用");
        context.Out.WriteLine($"{request.Method} {request.Url}  {context.Pick("from", "来自")} {pod.Namespace}/{pod.Name} ({pod.Ready}, {sidecar})");
        SplitChart.Write(context, tally.Answers, ImmutableDictionary<string, int>.Empty);
        var statuses = string.Join(", ", tally.Statuses.Select(status => $"{status.Value} × {(status.Key == 0 ? context.Pick("no answer", "无应答") : $"HTTP {status.Key}")}"));
        context.Out.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"  {statuses}; p50 {tally.Percentile(0.5):0.0} ms, p99 {tally.Percentile(0.99):0.0} ms"));
    }
}
