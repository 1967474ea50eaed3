using IstioLab.Figures;

using var interrupt = new CancellationTokenSource();
Console.CancelKeyPress += (_, press) =>
{
    press.Cancel = true;
    interrupt.Cancel();
};

var changes = args.Length > 0 ? int.Parse(args[0], System.Globalization.CultureInfo.InvariantCulture) : 1000;
// What this program compiles of itself at the first time is nothing that a person waits for.
await using (var first = new LabUnderMeasure(TimeProvider.System))
{
    await first.StartAsync(interrupt.Token);
    await FirstRoutedRequest.WaitAsync(first, interrupt.Token);
}

await using var lab = new LabUnderMeasure(TimeProvider.System);
var report = new FigureReport(Console.Out);
await StartFigures.MeasureAsync(lab, report, interrupt.Token);
await MemoryFigures.MeasureAsync(lab, report, interrupt.Token);
await ChangeFigures.MeasureAsync(lab, report, changes, interrupt.Token);
await StartFigures.MeasureDownAsync(lab, report, interrupt.Token);
await using var large = new LabUnderMeasure(TimeProvider.System);
await PushFigures.MeasureAsync(large, report, interrupt.Token);
return report.Failures == 0 ? 0 : 1;
