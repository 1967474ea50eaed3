using System.Collections.Immutable;
using IstioLab.Cli.CommandLine;
using IstioLab.Config.Analysis;
using IstioLab.Config.Diagnostics;
using Spectre.Console;

namespace IstioLab.Cli.Rendering;

/// <summary>The messages of <c>analyze</c>: one line as istioctl writes it, and one with the remedy.</summary>
internal static class AnalysisView
{
    public static void Write(CommandContext context, ImmutableArray<AnalysisMessage> messages)
    {
        foreach (var message in messages)
        {
            var colour = message.Level switch
            {
                DiagnosticLevel.Error => "red",
                DiagnosticLevel.Warning => "yellow",
                _ => "blue",
            };
            var place = message.Position is null ? "" : $" {message.Position}";
            context.Console.MarkupLine(
                $"[{colour}]{message.Level}[/] {Markup.Escape($"[{message.Code}] ({message.Subject}{place}) {message.Text}")}");
            context.Console.MarkupLine($"  [grey]→ {Markup.Escape(message.Remedy)}[/]");
        }

        if (messages.IsEmpty)
        {
            context.Console.MarkupLine($"[green]✔[/] {context.Pick("No issues found.", "没有发现问题。")}");
            return;
        }

        var errors = messages.Count(message => message.Level == DiagnosticLevel.Error);
        context.Out.WriteLine(context.Pick(
            messages.Length == 1 ? $"1 message, {(errors == 1 ? "an error" : "no error")}." : $"{messages.Length} messages, {errors} of them errors.",
            $"{messages.Length} 条消息，其中 {errors} 个错误。"));
    }
}
