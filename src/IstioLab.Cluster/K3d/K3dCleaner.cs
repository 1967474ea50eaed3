using IstioLab.Cluster.Docker;
using IstioLab.Cluster.Providers;
using IstioLab.Cluster.Tools;

namespace IstioLab.Cluster.K3d;

/// <summary>Deletes a cluster of ours and makes sure that no container, network or volume of it stays.</summary>
internal sealed class K3dCleaner(K3dTool k3d, DockerTool docker)
{
    /// <summary>Deletes it if there is something of it.</summary>
    /// <returns>Whether there was something.</returns>
    /// <exception cref="ClusterFailedException">Something stays; the message says what and how to remove it.</exception>
    public async Task<bool> DeleteAsync(string name, string mark, CancellationToken cancellationToken)
    {
        var known = (await k3d.ListAsync(cancellationToken)).FirstOrDefault(cluster => cluster.Name == name);
        RequireOurs(known, mark);
        string? refused = null;
        if (known is not null)
        {
            try
            {
                await k3d.DeleteAsync(name, cancellationToken);
            }
            catch (Exception failed) when (failed is ToolFailedException or ToolTimeoutException)
            {
                // Docker says below what is left of it.
                refused = failed.Message;
            }
        }

        var left = await docker.FindAsync(name, cancellationToken);
        foreach (var leftover in left)
        {
            await docker.RemoveAsync(leftover, cancellationToken);
        }

        var stays = left.Count == 0 ? [] : await docker.FindAsync(name, cancellationToken);
        if (stays.Count > 0)
        {
            throw new ClusterFailedException(
                $"k3d cluster '{name}' was deleted, but {string.Join(", ", stays)} stayed. See what uses it: 'docker ps', then 'k3d cluster delete {name}' and "
                + $"'docker {stays[0].Kind} rm {stays[0].Name}'.{(refused is null ? "" : $"\n{refused}")}");
        }

        return known is not null || left.Count > 0;
    }

    /// <exception cref="MissingPrerequisiteException">The cluster was not made by this environment.</exception>
    public static void RequireOurs(K3dClusterEntry? cluster, string mark)
    {
        if (cluster is not null && cluster.CreatedBy is { } maker && maker != mark)
        {
            throw new MissingPrerequisiteException(
                $"k3d cluster '{cluster.Name}' was made by '{maker}', not by this environment ('{mark}'), and is left alone. "
                + $"Choose another name: '--name NAME'; or delete it: 'k3d cluster delete {cluster.Name}'.");
        }

        if (cluster is { CreatedBy: null, ServersCount: > 0 })
        {
            throw new MissingPrerequisiteException(
                $"k3d cluster '{cluster.Name}' was not made by IstioLab and is left alone. Choose another name: '--name NAME'.");
        }
    }
}
