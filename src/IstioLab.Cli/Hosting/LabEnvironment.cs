using IstioLab.Cli.CommandLine;
using IstioLab.Cluster.Environments;
using IstioLab.Cluster.Providers;
using IstioLab.Cluster.Telemetry;
using IstioLab.Labs.Api;
using IstioLab.Labs.Definitions;
using IstioLab.Labs.Running;

namespace IstioLab.Cli.Hosting;

/// <summary>A cluster with its telemetry, and the API that everything above it uses.</summary>
internal sealed class LabEnvironment : IAsyncDisposable
{
    private readonly CommandContext _context;
    private readonly EnvironmentFolder _folder;
    private readonly ClusterRequest _request;
    private readonly Action<string> _report;

    private LabEnvironment(
        CommandContext context,
        EnvironmentFolder folder,
        ClusterRequest request,
        StartedCluster started,
        Action<string> report)
    {
        _context = context;
        _folder = folder;
        _request = request;
        _report = report;
        Cluster = started.Cluster;
        Telemetry = started.Telemetry;
        Api = KubeApi.Open(started.Cluster.KubeconfigPath);
        Record = Describe(new EnvironmentRecord { Name = folder.Name, Cluster = request.Kind, Process = ProcessIdentity.Current, State = "ready" });
        Labs = context.Services.Labs.For(LabTargets.Of(context, folder, Record));
    }

    /// <summary>The cluster.</summary>
    public ICluster Cluster { get; }

    /// <summary>Its API, through its kubeconfig.</summary>
    public KubeApi Api { get; }

    /// <summary>Where the embedded cluster's proxies' records go; null for a real cluster.</summary>
    public TelemetryExporter? Telemetry { get; }

    /// <summary>The labs, as this cluster gets them.</summary>
    public LabLibrary Labs { get; }

    private EnvironmentRecord Record { get; }

    /// <summary>Starts the cluster.</summary>
    /// <param name="context">The invocation.</param>
    /// <param name="folder">The environment's folder, whose lock the caller holds.</param>
    /// <param name="options">What to start.</param>
    /// <param name="report">Gets what is being done, and what becomes of the telemetry.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public static async Task<LabEnvironment> StartAsync(
        CommandContext context,
        EnvironmentFolder folder,
        UpOptions options,
        Action<string> report,
        CancellationToken cancellationToken)
    {
        var started = ClusterFactory.Create(context, folder, options, report);
        try
        {
            await started.Cluster.StartAsync(cancellationToken);
            return new LabEnvironment(context, folder, options.Cluster, started, report);
        }
        catch
        {
            await started.DisposeAsync();
            throw;
        }
    }

    /// <summary>A record of an environment with what is known of the cluster.</summary>
    public EnvironmentRecord Describe(EnvironmentRecord record) => record with
    {
        Cluster = Cluster.Kind,
        Kubeconfig = Cluster.KubeconfigPath,
        Istio = Cluster.IstioVersion,
        Gateways = Cluster.Gateways,
        Context = Cluster.Context,
        Images = Cluster.Images,
        Tools = _request.Tools is { } tools ? Path.GetFullPath(tools) : null,
        Keep = _request.Keep,
    };

    /// <summary>Brings a lab to where a person begins: its first step is applied and its pods are ready.</summary>
    public async Task BeginAsync(LabDefinition lab, CancellationToken cancellationToken)
    {
        var runner = new LabRunner(Api, lab with { Target = Labs.Target }, _context.Services.Time);
        var applying = runner.ApplyAsync(lab.Steps[0], null, cancellationToken);
        await (_request.IsEmbedded ? applying : ProgressReport.ShowAsync(_context, () => runner.State, _report, applying, cancellationToken));
    }

    public async ValueTask DisposeAsync()
    {
        if (_request.Kind == ClusterKinds.Current && !_request.Keep)
        {
            await LabRemover.RemoveAsync(_context, Labs, Api, _folder, _report);
        }

        Api.Dispose();
        await Cluster.StopAsync(CancellationToken.None);
        await Cluster.DisposeAsync();
        if (Telemetry is not null)
        {
            await Telemetry.DisposeAsync();
        }
    }
}
