using IstioLab.Cli.CommandLine;
using IstioLab.Labs.Comparing;
using Spectre.Console;

namespace IstioLab.Cli.Rendering;

/// <summary>Shows where two clusters differ.</summary>
internal static class ComparisonView
{
    public static void Write(CommandContext context, string left, string right, IReadOnlyList<Observation> observations)
    {
        var different = observations.Where(observation => !observation.IsAlike).ToList();
        if (different.Count > 0)
        {
            var table = new Table().Border(TableBorder.None).AddColumns("LAB", "STEP", "WHAT", Markup.Escape(left.ToUpperInvariant()), Markup.Escape(right.ToUpperInvariant()));
            foreach (var observation in different)
            {
                table.AddRow(Markup.Escape(observation.Lab), $"{observation.Step}", Markup.Escape(observation.Subject), Markup.Escape(observation.Left), Markup.Escape(observation.Right));
            }

            context.Services.OpenTableConsole().Write(table);
        }

        var labs = observations.Select(observation => observation.Lab).Distinct().Count();
        context.Out.WriteLine(different.Count == 0
            ? context.Pick(
                $"{observations.Count} observations of {labs} labs are alike on both clusters.",
                $"{labs} 个实验的 {observations.Count} 项观察在两个集群上一致。")
            : context.Pick(
                $"{different.Count} of {observations.Count} observations of {labs} labs differ.",
                $"{labs} 个实验的 {observations.Count} 项观察中有 {different.Count} 项不同。"));
    }
}
