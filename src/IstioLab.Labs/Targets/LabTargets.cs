using IstioLab.Cluster.Environments;
using IstioLab.Cluster.Istio;
using IstioLab.Cluster.Tools;

namespace IstioLab.Labs.Targets;

/// <summary>What labs must know of the cluster of an environment.</summary>
public static class LabTargets
{
    private const string Embedded = "embedded";
    private const string Current = "current";

    private static readonly TimeSpan s_pull = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan s_look = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan s_settle = TimeSpan.FromSeconds(30);

    /// <summary>Reads it from a running environment's record.</summary>
    /// <param name="folder">The environment's folder.</param>
    /// <param name="record">What the environment says about itself.</param>
    /// <param name="time">The clock.</param>
    public static LabTarget Of(EnvironmentFolder folder, EnvironmentRecord record, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(record);
        return record.Cluster == Embedded
            ? LabTarget.Embedded
            : new LabTarget
            {
                Injector = new IstioctlInjector(cancellationToken => FindIstioctlAsync(record, time, cancellationToken), record.Revision),
                Images = ImageMap.Of(record.Images),
                Mark = record.Cluster == Current ? EnvironmentMark.Of(folder) : null,
                ReadyTimeout = s_pull,
                Look = s_look,
                SettleTimeout = s_settle,
            };
    }

    /// <summary>The istioctl of an environment with a real Istio.</summary>
    /// <param name="record">What the environment says about itself.</param>
    /// <param name="time">The clock.</param>
    /// <param name="cancellationToken">Ends the search.</param>
    public static Task<Istioctl> FindIstioctlAsync(EnvironmentRecord record, TimeProvider time, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(record);
        return Istioctl.FindAsync(
            new ToolRunner(time),
            record.Tools,
            record.Istio,
            record.Kubeconfig,
            record.Context,
            cancellationToken);
    }
}
