using IstioLab.Cli.CommandLine;
using IstioLab.Cluster.Current;
using IstioLab.Cluster.Embedded;
using IstioLab.Cluster.Environments;
using IstioLab.Cluster.Providers;
using IstioLab.Cluster.Telemetry;

namespace IstioLab.Cli.Hosting;

/// <summary>Makes the cluster that was asked for; nothing is started yet.</summary>
internal static class ClusterFactory
{
    public static StartedCluster Create(CommandContext context, EnvironmentFolder folder, UpOptions options, Action<string> report) =>
        options.Cluster.Kind switch
        {
            ClusterKinds.Current => new StartedCluster(
                new CurrentCluster(new CurrentClusterOptions { Folder = folder, Context = options.Cluster.Context!, Images = LabImages.Public }), null),
            _ => Embedded(context, folder, options, report),
        };

    private static StartedCluster Embedded(CommandContext context, EnvironmentFolder folder, UpOptions options, Action<string> report)
    {
        var time = context.Services.Time;
        var telemetry = new TelemetryExporter(new TelemetryExporterOptions { ClusterKind = ClusterKinds.Embedded }, time, report);
        var cluster = new EmbeddedCluster(new EmbeddedClusterOptions
        {
            Folder = folder,
            TimeProvider = time,
            Seed = options.Seed,
            Grace = options.Grace,
            IstioVersion = options.Cluster.Istio,
            Telemetry = telemetry,
        });
        return new StartedCluster(cluster, telemetry);
    }
}
