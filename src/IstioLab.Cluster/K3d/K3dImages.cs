using IstioLab.Cluster.Docker;
using IstioLab.Cluster.Settings;
using IstioLab.Cluster.Tools;

namespace IstioLab.Cluster.K3d;

/// <summary>
/// Brings images into a cluster: archives for rooms without a network, and the seed's private images under their own names, so that its
/// files work as they are.
/// </summary>
internal sealed class K3dImages(K3dTool k3d, DockerTool docker, ClusterSettings settings, Action<string> report)
{
    /// <summary>What it is doing.</summary>
    public string State { get; private set; } = "";

    /// <returns>The images that could not be brought and must be replaced in the labs' files, by what.</returns>
    public async Task<IReadOnlyDictionary<string, string>> BringAsync(string cluster, CancellationToken cancellationToken)
    {
        foreach (var archive in settings.ImageBundles)
        {
            State = $"importing '{archive}'";
            await k3d.ImportAsync(cluster, archive, cancellationToken);
        }

        Dictionary<string, string> replaced = new(StringComparer.Ordinal);
        foreach (var (image, source) in settings.Images.OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            if (await TryBringAsync(cluster, image, source, cancellationToken) is { } problem)
            {
                report($"Image '{source}' could not be given the name '{image}' in the cluster ({problem}); the labs use it by its own name.");
                replaced[image] = source;
            }
        }

        return replaced;
    }

    private async Task<string?> TryBringAsync(string cluster, string image, string source, CancellationToken cancellationToken)
    {
        try
        {
            State = $"getting '{source}'";
            if (!await TryTagAsync(source, image, cancellationToken))
            {
                await docker.PullAsync(source, line => State = $"getting '{source}': {line.Text}", cancellationToken);
                await docker.TagAsync(source, image, cancellationToken);
            }

            State = $"importing '{image}'";
            await k3d.ImportAsync(cluster, image, cancellationToken);
            return null;
        }
        catch (ToolFailedException failed)
        {
            return KnownFailures.Advise(failed.ErrorOutput) ?? failed.ErrorOutput.Split('\n')[^1];
        }
        catch (ToolTimeoutException late)
        {
            return late.Message.Split('\n')[0];
        }
    }

    // An image that Docker has already needs no network.
    private async Task<bool> TryTagAsync(string source, string image, CancellationToken cancellationToken)
    {
        try
        {
            await docker.TagAsync(source, image, cancellationToken);
            return true;
        }
        catch (ToolFailedException)
        {
            return false;
        }
    }
}
