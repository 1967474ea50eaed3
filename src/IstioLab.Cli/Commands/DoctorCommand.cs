using System.CommandLine;
using IstioLab.Cli.CommandLine;
using IstioLab.Cli.Hosting;
using Spectre.Console;

namespace IstioLab.Cli.Commands;

/// <summary><c>doctor</c>: what this machine has of what the labs use.</summary>
internal static class DoctorCommand
{
    public static Command Create(CommandRunner runner)
    {
        var command = new Command("doctor", "Checks what this machine has of what the labs use");
        runner.Attach(command, RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(CommandContext context, CancellationToken cancellationToken)
    {
        var findings = await Examination.RunAsync(context, cancellationToken);
        foreach (var finding in findings)
        {
            var mark = finding.State switch
            {
                FindingState.Good => "[green]✔[/]",
                FindingState.Optional => "[yellow]-[/]",
                _ => "[red]✗[/]",
            };
            context.Console.MarkupLine($"{mark} {Markup.Escape(finding.Subject)}: {Markup.Escape(finding.Text.Replace("\n", "\n  ", StringComparison.Ordinal))}");
        }

        return findings.Any(finding => finding.State == FindingState.Bad) ? ExitCode.Missing : ExitCode.Done;
    }
}
