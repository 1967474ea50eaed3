using IstioLab.Cli.CommandLine;
using IstioLab.Cluster.Environments;
using IstioLab.Cluster.Istio;
using IstioLab.Cluster.Tools;
using IstioLab.Labs.Targets;

namespace IstioLab.Cli.Hosting;

/// <summary>What labs must know of the cluster of an environment.</summary>
internal static class LabTargets
{
    private static readonly TimeSpan s_pull = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan s_settle = TimeSpan.FromSeconds(30);

    public static LabTarget Of(CommandContext context, EnvironmentFolder folder, EnvironmentRecord record)
    {
        if (record.Cluster == ClusterKinds.Embedded)
        {
            return LabTarget.Embedded;
        }

        return new LabTarget
        {
            Injector = new IstioctlInjector(cancellationToken => FindIstioctlAsync(context, record, cancellationToken)),
            Images = ImageMap.Of(record.Images),
            Mark = record.Cluster == ClusterKinds.Current ? EnvironmentMark.Of(folder) : null,
            ReadyTimeout = s_pull,
            SettleTimeout = s_settle,
        };
    }

    /// <summary>The istioctl of an environment with a real Istio.</summary>
    public static Task<Istioctl> FindIstioctlAsync(CommandContext context, EnvironmentRecord record, CancellationToken cancellationToken) =>
        Istioctl.FindAsync(
            new ToolRunner(context.Services.Time),
            record.Tools,
            MinorVersion.TryParse(record.Istio, out var release) ? release : null,
            record.Kubeconfig,
            record.Context,
            cancellationToken);
}
