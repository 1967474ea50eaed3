using IstioLab.Labs.Definitions;
using IstioLab.Labs.Running;

namespace IstioLab.Labs.Resources.Commands;

/// <summary>Writes what a step of a lab shows.</summary>
internal static class StepMarkdown
{
    public static string Write(LabDefinition lab, LabStep step, StepReport report, string language)
    {
        List<string> lines = [$"### Step {step.Number} of {lab.Steps.Count}: {step.Title.In(language)}", ""];
        if (report.Requests > 0)
        {
            lines.AddRange([AnswerTable.Write(report.Observed, report.Expected), ""]);
        }

        lines.AddRange(report.Passed ? ["✔ as the lab expects"] : report.Problems.Select(problem => $"- ✗ {problem}"));
        lines.AddRange(["", step.Shows.In(language)]);
        if (lab.Steps.FirstOrDefault(other => other.Number == step.Number + 1) is { } next)
        {
            lines.AddRange(["", $"**Next:** {next.Title.In(language)}"]);
        }

        return string.Join('\n', lines);
    }
}
