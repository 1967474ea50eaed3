using IstioLab.Cluster.Environments;
using IstioLab.Labs.Api;
using IstioLab.Labs.Running;

namespace IstioLab.Cli.Hosting;

/// <summary>Keeps the environment's record of its lab true when others than the command line apply steps: the dashboard, an AppHost.</summary>
internal sealed class LabFollower(EnvironmentRegistry registry, TimeProvider time)
{
    /// <summary>Follows the cluster until it is cancelled.</summary>
    public Task RunAsync(KubeApi api, CancellationToken cancellationToken) =>
        LabMarkWatch.Of(api, time).RunAsync(mark => Write(new LabProgress(mark.Lab, mark.Step)), Forget, cancellationToken);

    private void Forget(LabMark mark)
    {
        if (registry.FindLab()?.Lab == mark.Lab)
        {
            Write(null);
        }
    }

    private void Write(LabProgress? progress)
    {
        try
        {
            registry.WriteLab(progress);
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            // A full disk makes a status old; it need not end the lab.
        }
    }
}
