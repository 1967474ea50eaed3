using IstioLab.Cli.CommandLine;
using IstioLab.Cluster.Current;
using IstioLab.Cluster.Embedded;
using IstioLab.Cluster.Environments;
using IstioLab.Cluster.K3d;
using IstioLab.Cluster.Settings;
using IstioLab.Cluster.Telemetry;
using IstioLab.Labs.Manifests;

namespace IstioLab.Cli.Hosting;

/// <summary>Makes the cluster that was asked for; nothing is started yet.</summary>
internal static class ClusterFactory
{
    public static StartedCluster Create(CommandContext context, EnvironmentFolder folder, UpOptions options, Action<string> report) =>
        options.Cluster.Kind switch
        {
            ClusterKinds.K3d => K3d(context, folder, options, report),
            ClusterKinds.Current => new StartedCluster(new CurrentCluster(CurrentOptions(context, folder, options, report)), null),
            _ => Embedded(context, folder, options, report),
        };

    private static ClusterSettings Settings(CommandContext context) => ClusterSettingsReader.Read(context.Services.Home.Folder);

    private static CurrentClusterOptions CurrentOptions(CommandContext context, EnvironmentFolder folder, UpOptions options, Action<string> report) => new()
    {
        Folder = folder,
        Context = options.Cluster.Context!,
        Images = Settings(context).Images,
        Needed = options.Lab is { } name && context.Services.Labs.Load(name).Lab is { } lab ? LabResources.OfIstio(lab) : null,
        Time = context.Services.Time,
        Report = report,
    };

    private static StartedCluster K3d(CommandContext context, EnvironmentFolder folder, UpOptions options, Action<string> report)
    {
        var opener = options.Relay ? new RelayOpener(folder, ClusterKinds.K3d, context.Services.Time, report) : null;
        return new StartedCluster(new K3dCluster(K3dOptions(context, folder, options, report) with { OpenRelay = opener is null ? null : opener.OpenAsync }), null, opener);
    }

    private static K3dClusterOptions K3dOptions(CommandContext context, EnvironmentFolder folder, UpOptions options, Action<string> report) => new()
    {
        Folder = folder,
        Versions = options.Cluster.Versions!,
        Settings = Settings(context),
        Tools = options.Cluster.Tools,
        Keep = options.Cluster.Keep,
        Variable = context.Services.Variable,
        Time = context.Services.Time,
        ToolStarted = options.ToolStarted,
        Report = report,
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
            BalancesOwnPorts = true,
            Telemetry = telemetry,
        });
        return new StartedCluster(cluster, telemetry);
    }
}
