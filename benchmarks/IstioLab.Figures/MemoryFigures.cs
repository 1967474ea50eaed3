using System.Diagnostics;

namespace IstioLab.Figures;

/// <summary>Resident memory of the one process after 1,000 requests, and what each further injected pod adds.</summary>
internal static class MemoryFigures
{
    private const int FurtherPods = 20;
    private const double Megabyte = 1_000_000;
    private static readonly TimeSpan Rest = TimeSpan.FromSeconds(1);

    public static async Task MeasureAsync(LabUnderMeasure lab, FigureReport report, CancellationToken cancellationToken)
    {
        await lab.RunAsync(cancellationToken, "curl", "-n", LabUnderMeasure.Namespace, "--from", "apps-client", "--count", "1000", "http://apps-svc-all");
        var process = await lab.ProcessIdAsync(cancellationToken);
        await Task.Delay(Rest, lab.Time, cancellationToken);
        var before = Resident(process);
        report.Add("resident memory, canary lab, a second after 1,000 requests", before, 200, "MB");

        await Replicas.ScaleAsync(lab, "apps-v1", 1 + FurtherPods, cancellationToken);
        await lab.RunAsync(cancellationToken, "curl", "-n", LabUnderMeasure.Namespace, "--from", "apps-client", "--count", "1000", "http://apps-svc-all");
        await Task.Delay(Rest, lab.Time, cancellationToken);
        report.Add($"resident memory per further injected pod, {FurtherPods} pods that served", (Resident(process) - before) / FurtherPods, 5, "MB");

        await Replicas.ScaleAsync(lab, "apps-v1", 1, cancellationToken);
    }

    private static double Resident(int processId)
    {
        using var process = Process.GetProcessById(processId);
        return process.WorkingSet64 / Megabyte;
    }
}
