using IstioLab.Cli.CommandLine;
using IstioLab.Labs.Definitions;

namespace IstioLab.Cli.Commands;

/// <summary>Finds the lab and the step that a command is about.</summary>
internal static class LabSelection
{
    /// <summary>The lab that was named, else the environment's active one, else the first.</summary>
    public static LabDefinition Choose(CommandContext context, string? name) =>
        Load(context, name ?? context.Registry.FindLab()?.Lab ?? LabLibrary.First);

    /// <summary>Loads a lab.</summary>
    /// <exception cref="CliException">There is none, or its definition has problems; all of them are told.</exception>
    public static LabDefinition Load(CommandContext context, string name)
    {
        var loaded = context.Labs.Load(name);
        if (loaded.Lab is { } lab)
        {
            return lab;
        }

        var unknown = !context.Services.Labs.Names.Contains(name);
        throw new CliException(
            unknown ? ExitCode.Usage : ExitCode.No,
            unknown
                ? context.Pick(
                    $"There is no lab '{name}'. The labs are {string.Join(", ", context.Services.Labs.Names)}.",
                    $"没有实验 '{name}'。可用的实验：{string.Join("、", context.Services.Labs.Names)}。")
                : string.Join(Environment.NewLine, loaded.Problems));
    }

    /// <summary>The step with a number.</summary>
    /// <exception cref="CliException">The lab has no such step.</exception>
    public static LabStep Step(CommandContext context, LabDefinition lab, int number) =>
        lab.Steps.FirstOrDefault(step => step.Number == number)
        ?? throw new CliException(ExitCode.Usage, context.Pick(
            $"Lab '{lab.Name}' has no step '{number}'. Its steps are 1 to {lab.Steps.Count}; './lab list' shows them.",
            $"实验 '{lab.Name}' 没有第 '{number}' 步。步骤为 1 到 {lab.Steps.Count}；用 './lab list' 查看。"));
}
