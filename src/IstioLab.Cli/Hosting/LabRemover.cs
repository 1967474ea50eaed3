using IstioLab.Cli.CommandLine;
using IstioLab.Cluster.Environments;
using IstioLab.Labs.Api;
using IstioLab.Labs.Definitions;
using IstioLab.Labs.Running;
using IstioLab.Labs.Targets;

namespace IstioLab.Cli.Hosting;

/// <summary>Removes what the labs of an environment made on a cluster that is not its own.</summary>
internal static class LabRemover
{
    /// <returns>False when something stays; what, and how to remove it, was reported.</returns>
    public static async Task<bool> RemoveAsync(
        CommandContext context, LabLibrary labs, KubeApi api, EnvironmentFolder folder, Action<string> report)
    {
        try
        {
            foreach (var lab in labs.Names.Select(name => labs.Load(name).Lab).OfType<LabDefinition>())
            {
                await new LabRunner(api, lab, context.Services.Time) { ReadyTimeout = TimeSpan.FromMinutes(2) }.RemoveAsync(CancellationToken.None);
            }

            return true;
        }
        catch (KubeApiException refused)
        {
            var selector = $"{LabTarget.MadeByLabel}={EnvironmentMark.Of(folder)}";
            report(context.Pick(
                $"What the lab made was not removed: {refused.Message}\nRemove it later: 'kubectl delete namespaces -l {selector}'.",
                $"实验创建的内容未能移除：{refused.Message}\n稍后移除：'kubectl delete namespaces -l {selector}'。"));
            return false;
        }
    }
}
