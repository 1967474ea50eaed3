using IstioLab.Cli.CommandLine;
using IstioLab.Cluster.Environments;
using IstioLab.Cluster.K3d;
using IstioLab.Labs.Api;
using IstioLab.Labs.Targets;

namespace IstioLab.Cli.Hosting;

/// <summary>
/// Clears what a process left that was killed: on a real cluster what it had made there, then processes, sockets and records. Called with
/// the environment's lock held.
/// </summary>
internal sealed class Leftovers(CommandContext context, EnvironmentFolder folder, Action<string> report)
{
    /// <returns>What was found, for people.</returns>
    /// <exception cref="CliException">What was made on a cluster that does not answer now is still there.</exception>
    public async Task<IReadOnlyList<string>> ClearAsync()
    {
        var registry = new EnvironmentRegistry(folder);
        List<string> found = [];
        if (registry.FindLast() is { Keep: false } record)
        {
            found.AddRange(record.Children.Where(child => child.Kill()).Select(child => context.Pick(
                $"process {child.Pid}, which it had started", $"它启动的进程 {child.Pid}")));
            await ClearClusterAsync(record, found);
        }

        return [.. registry.ClearStale(), .. found];
    }

    private async Task ClearClusterAsync(EnvironmentRecord record, List<string> found)
    {
        if (record.Cluster == ClusterKinds.K3d)
        {
            if (await K3dCluster.ClearAsync(folder, record.Tools, context.Services.Time, CancellationToken.None))
            {
                found.Add(context.Pick("its k3d cluster", "它的 k3d 集群"));
            }

            return;
        }

        if (record.Cluster == ClusterKinds.Current && File.Exists(folder.KubeconfigPath))
        {
            using var api = KubeApi.Open(folder.KubeconfigPath);
            var labs = context.Services.Labs.For(LabTargets.Of(folder, record, context.Services.Time));
            if (!await LabRemover.RemoveAsync(context, labs, api, folder, report))
            {
                throw new CliException(ExitCode.Broken, context.Pick(
                    $"What an earlier process made on '{api.Server}' is still there. './lab down{context.NameArgument}' tries again when it answers. If that cluster is gone for good, "
                        + $"delete '{folder.KubeconfigPath}'; '--name' starts another environment beside it.",
                    $"之前的进程在 '{api.Server}' 上创建的内容仍在。等它可以访问后用 './lab down{context.NameArgument}' 重试；如果该集群已不存在，"
                        + $"请删除 '{folder.KubeconfigPath}'；也可以用 '--name' 启动另一个环境。"));
            }

            found.Add(context.Pick($"what its labs had made on '{api.Server}'", $"其实验在 '{api.Server}' 上创建的内容"));
            File.Delete(folder.KubeconfigPath);
        }
    }
}
