using IstioLab.Cluster.Docker;
using IstioLab.Cluster.Istio;
using IstioLab.Cluster.Providers;
using IstioLab.Cluster.Tools;

namespace IstioLab.Cluster.K3d;

/// <summary>The tools of a k3d cluster.</summary>
/// <param name="K3d">k3d.</param>
/// <param name="Docker">docker.</param>
/// <param name="Engine">What docker says about its engine.</param>
/// <param name="Istioctl">istioctl, of the release that is installed.</param>
internal sealed record K3dTools(K3dTool K3d, DockerTool Docker, DockerEngine Engine, Istioctl Istioctl)
{
    /// <summary>Finds them, and tells everything that is missing at once.</summary>
    /// <exception cref="MissingPrerequisiteException">Some are not there or do not fit.</exception>
    public static async Task<K3dTools> FindAsync(K3dClusterOptions options, string cluster, CancellationToken cancellationToken)
    {
        var runner = new ToolRunner(options.Time, options.ToolStarted);
        List<string> problems = [];
        var docker = Try(() => DockerTool.Find(runner, options.Tools), problems);
        var engine = docker is null ? null : await TryAsync(() => docker.InfoAsync(cancellationToken), problems);
        var k3d = await TryAsync(() => K3dTool.FindAsync(runner, options.Tools, cancellationToken), problems);
        var istioctl = await TryAsync(
            () => Istioctl.FindAsync(
                runner, options.Tools, options.Versions.Istio.ToString(), options.Folder.KubeconfigPath, K3dNames.Context(cluster), cancellationToken),
            problems);
        return docker is not null && engine is not null && k3d is not null && istioctl is not null
            ? new K3dTools(k3d, docker, engine, istioctl)
            : throw new MissingPrerequisiteException(string.Join("\n\n", problems));
    }

    private static T? Try<T>(Func<T> find, List<string> problems)
        where T : class
    {
        try
        {
            return find();
        }
        catch (MissingPrerequisiteException missing)
        {
            problems.Add(missing.Message);
            return null;
        }
    }

    private static async Task<T?> TryAsync<T>(Func<Task<T>> find, List<string> problems)
        where T : class
    {
        try
        {
            return await find();
        }
        catch (Exception missing) when (missing is MissingPrerequisiteException or ToolFailedException or ToolTimeoutException)
        {
            problems.Add(missing.Message);
            return null;
        }
    }
}
