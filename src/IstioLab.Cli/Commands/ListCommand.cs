using System.CommandLine;
using System.Globalization;
using IstioLab.Cli.CommandLine;
using Spectre.Console;

namespace IstioLab.Cli.Commands;

/// <summary><c>list</c>: the labs and their steps.</summary>
internal static class ListCommand
{
    public static Command Create(CommandRunner runner)
    {
        var command = new Command("list", "Lists the labs");
        runner.Attach(command, Run);
        return command;
    }

    private static int Run(CommandContext context)
    {
        var active = context.Registry.FindRunning() is null ? null : context.Registry.FindLab();
        var table = new Table().Border(TableBorder.Simple)
            .AddColumns(context.Pick("Lab", "实验"), context.Pick("Steps", "步骤"), context.Pick("About", "内容"));
        var code = ExitCode.Done;
        foreach (var name in context.Services.Labs.Names)
        {
            var loaded = context.Services.Labs.Load(name);
            if (loaded.Lab is not { } lab)
            {
                code = ExitCode.No;
                foreach (var problem in loaded.Problems)
                {
                    context.Remark(problem.ToString());
                }

                continue;
            }

            var mark = active?.Lab == name ? context.Pick($" (active, step {active.Step})", $"（当前，第 {active.Step} 步）") : "";
            table.AddRow(
                Markup.Escape(name + mark),
                lab.Steps.Count.ToString(CultureInfo.InvariantCulture),
                Markup.Escape(lab.Title.In(context.Language.Code)));
        }

        context.Console.Write(table);
        return code;
    }
}
