using IstioLab.Cli.CommandLine;
using IstioLab.Labs.Api;
using IstioLab.Labs.Definitions;
using IstioLab.Labs.Running;

namespace IstioLab.Cli.Commands;

/// <summary>Keeps to one active lab per environment: the labs share a namespace.</summary>
internal static class LabSwitch
{
    /// <summary>Removes another lab that is active, and remarks on it.</summary>
    public static async Task PrepareAsync(CommandContext context, KubeApi api, LabDefinition lab, CancellationToken cancellationToken)
    {
        var active = context.Registry.FindLab()?.Lab;
        if (active is null || active == lab.Name)
        {
            return;
        }

        context.Remark(context.Pick(
            $"Lab '{active}' is active; one lab runs at a time, so it is removed first.",
            $"当前实验是 '{active}'；同一时间只能运行一个实验，先移除它。"));
        if (context.Labs.Load(active).Lab is { } other)
        {
            await new LabRunner(api, other, context.Services.Time).RemoveAsync(cancellationToken);
        }

        context.Registry.WriteLab(null);
    }
}
