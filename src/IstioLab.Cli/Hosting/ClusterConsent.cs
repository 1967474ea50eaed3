using IstioLab.Cli.CommandLine;
using IstioLab.Cluster.Current;
using IstioLab.Cluster.Environments;

namespace IstioLab.Cli.Hosting;

/// <summary>Asks before a cluster is touched that is not one of IstioLab's own.</summary>
internal static class ClusterConsent
{
    /// <exception cref="CliException">The answer is no, or nobody can be asked.</exception>
    /// <param name="context">The invocation.</param>
    /// <param name="request">The cluster that was asked for.</param>
    /// <param name="hasYes">Whether the command has the flag that answers.</param>
    /// <param name="cancellationToken">Ends the question.</param>
    public static async Task RequireAsync(CommandContext context, ClusterRequest request, bool hasYes, CancellationToken cancellationToken)
    {
        if (request.Context is not { } chosen || request.Yes || IsOurs(context, chosen))
        {
            return;
        }

        var place = context.Pick(
            $"Context '{chosen.Name}' leads to '{chosen.Server}', a cluster that is not IstioLab's.",
            $"上下文 '{chosen.Name}' 指向 '{chosen.Server}'，不是 IstioLab 自己的集群。");
        if (!context.Services.IsTerminal || !context.Services.IsInputTerminal)
        {
            throw new CliException(ExitCode.Usage, place + (!hasYes ? context.Pick(" Nobody can be asked here: run it at a terminal.", " 这里无法询问：请在终端中运行。") : context.Pick(
                $" Nobody can be asked here: add '--yes' to use it ('./lab up --cluster current --context {chosen.Name} --yes').",
                $" 这里无法询问：加上 '--yes' 即可使用（'./lab up --cluster current --context {chosen.Name} --yes'）。")));
        }

        context.Out.WriteLine(place);
        context.Out.WriteLine(context.Pick(
            "The lab makes its namespace there, changes nothing that it did not make, and removes what it made at the end.",
            "实验会在其中创建自己的命名空间，不改动其他任何东西，结束时删除自己创建的一切。"));
        await context.Out.WriteAsync(context.Pick("Use it? [y/N] ", "使用它吗？[y/N] "));
        await context.Out.FlushAsync(cancellationToken);
        var answer = await Task.Run(context.Services.In.ReadLine, CancellationToken.None).WaitAsync(cancellationToken);
        if (answer?.Trim().StartsWith('y') != true && answer?.Trim().StartsWith('Y') != true)
        {
            throw new CliException(ExitCode.No, context.Pick("Nothing was touched.", "未做任何改动。"));
        }
    }

    // An environment of this user, be it embedded or k3d, is known by the address in its kubeconfig.
    private static bool IsOurs(CommandContext context, CurrentContext chosen) => context.Services.Home.List()
        .Where(folder => new EnvironmentRegistry(folder).FindLast() is not { Cluster: ClusterKinds.Current })
        .Select(folder => CurrentContext.ServerOf(folder.KubeconfigPath))
        .Any(server => server is { Length: > 0 } && server == chosen.Server);
}
