namespace IstioLab.Figures;

/// <summary>From the built program to the first request that a VirtualService routed, and back down.</summary>
internal static class StartFigures
{
    public static async Task MeasureAsync(LabUnderMeasure lab, FigureReport report, CancellationToken cancellationToken)
    {
        var start = lab.Time.GetTimestamp();
        await lab.StartAsync(cancellationToken);
        var up = lab.Time.GetElapsedTime(start);
        await FirstRoutedRequest.WaitAsync(lab, cancellationToken);
        var routed = lab.Time.GetElapsedTime(start);
        await lab.RunAsync(cancellationToken, "run", "canary", "--step", "2");

        report.Add("`up --detach` answers, canary lab applied", up.TotalSeconds, 3, "s");
        report.Add("the same, sidecars injected, first request routed by a VirtualService", routed.TotalSeconds, 3, "s");
    }

    public static async Task MeasureDownAsync(LabUnderMeasure lab, FigureReport report, CancellationToken cancellationToken)
    {
        var start = lab.Time.GetTimestamp();
        await lab.RunAsync(cancellationToken, "down");
        report.Add("`down`", lab.Time.GetElapsedTime(start).TotalSeconds, 1, "s");
    }
}
