using IstioLab.Cluster.Embedded;
using IstioLab.Cluster.Environments;
using IstioLab.Cluster.Providers;
using IstioLab.Cluster.Telemetry;
using IstioLab.Labs.Api;
using IstioLab.Labs.Definitions;
using IstioLab.Labs.Running;

namespace IstioLab.Cli.Hosting;

/// <summary>A cluster in this process with its telemetry, and the API that everything above it uses.</summary>
internal sealed class LabEnvironment : IAsyncDisposable
{
    private readonly TimeProvider _time;

    private LabEnvironment(ICluster cluster, KubeApi api, TelemetryExporter telemetry, TimeProvider time)
    {
        Cluster = cluster;
        Api = api;
        Telemetry = telemetry;
        _time = time;
    }

    /// <summary>The cluster.</summary>
    public ICluster Cluster { get; }

    /// <summary>Its API, through its kubeconfig.</summary>
    public KubeApi Api { get; }

    /// <summary>Where the proxies' records go.</summary>
    public TelemetryExporter Telemetry { get; }

    /// <summary>Starts the cluster.</summary>
    /// <param name="folder">The environment's folder, whose lock the caller holds.</param>
    /// <param name="options">What to start.</param>
    /// <param name="time">The clock.</param>
    /// <param name="report">Gets what becomes of the telemetry.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public static async Task<LabEnvironment> StartAsync(
        EnvironmentFolder folder,
        UpOptions options,
        TimeProvider time,
        Action<string> report,
        CancellationToken cancellationToken)
    {
        var telemetry = new TelemetryExporter(new TelemetryExporterOptions { ClusterKind = "embedded" }, time, report);
        var cluster = new EmbeddedCluster(new EmbeddedClusterOptions
        {
            Folder = folder,
            TimeProvider = time,
            Seed = options.Seed,
            Grace = options.Grace,
            IstioVersion = options.Istio,
            Telemetry = telemetry,
        });
        try
        {
            await cluster.StartAsync(cancellationToken);
            return new LabEnvironment(cluster, KubeApi.Open(cluster.KubeconfigPath), telemetry, time);
        }
        catch
        {
            await cluster.DisposeAsync();
            await telemetry.DisposeAsync();
            throw;
        }
    }

    /// <summary>Brings a lab to where a person begins: its first step is applied and its pods are ready.</summary>
    public Task BeginAsync(LabDefinition lab, CancellationToken cancellationToken) =>
        new LabRunner(Api, lab, _time).ApplyAsync(lab.Steps[0], null, cancellationToken);

    public async ValueTask DisposeAsync()
    {
        Api.Dispose();
        await Cluster.StopAsync(CancellationToken.None);
        await Cluster.DisposeAsync();
        await Telemetry.DisposeAsync();
    }
}
