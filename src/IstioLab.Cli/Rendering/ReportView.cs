using IstioLab.Cli.CommandLine;
using IstioLab.Labs.Running;
using Spectre.Console;

namespace IstioLab.Cli.Rendering;

/// <summary>Shows the outcome of a step.</summary>
internal static class ReportView
{
    public static void Write(CommandContext context, StepReport report)
    {
        foreach (var (pod, ready) in report.Pods.OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            context.Out.WriteLine($"  {pod,-34} {ready}");
        }

        if (report.Requests > 0)
        {
            SplitChart.Write(context, report.Observed, report.Expected);
        }

        foreach (var problem in report.Problems)
        {
            context.Console.MarkupLine($"  [red]✗[/] {Markup.Escape(problem)}");
        }

        if (report.Passed)
        {
            context.Console.MarkupLine($"  [green]✔[/] {Markup.Escape(context.Pick("as the lab expects", "符合实验预期"))}");
        }
    }
}
