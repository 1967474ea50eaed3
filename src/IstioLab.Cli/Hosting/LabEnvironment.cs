using IstioLab.Cli.CommandLine;
using IstioLab.Cluster.Environments;
using IstioLab.Cluster.Providers;
using IstioLab.Cluster.Telemetry;
using IstioLab.Labs.Api;
using IstioLab.Labs.Definitions;
using IstioLab.Labs.Manifests;
using IstioLab.Labs.Running;
using IstioLab.Labs.Targets;

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
        KubeApi api,
        RelayedTelemetry? relayed,
        Action<string> report)
    {
        _context = context;
        _folder = folder;
        _request = request;
        _report = report;
        Cluster = started.Cluster;
        Telemetry = started.Telemetry;
        Api = api;
        Relayed = relayed;
        Record = Describe(new EnvironmentRecord { Name = folder.Name, Cluster = request.Kind, Process = ProcessIdentity.Current, State = "ready" });
        Labs = context.Services.Labs.For(LabTargets.Of(folder, Record, context.Services.Time));
    }

    /// <summary>The cluster.</summary>
    public ICluster Cluster { get; }

    /// <summary>Its API, through its kubeconfig.</summary>
    public KubeApi Api { get; }

    /// <summary>Where the embedded cluster's proxies' records go; null for a real cluster.</summary>
    public TelemetryExporter? Telemetry { get; }

    /// <summary>A real cluster's telemetry; null for the embedded one, and where the mesh does not lead here.</summary>
    public RelayedTelemetry? Relayed { get; }

    /// <summary>Why telemetry does not reach its receiver; null while it does.</summary>
    public string? TelemetryProblem => Telemetry?.Counters.LastProblem ?? Relayed?.Relay.Counters.LastProblem;

    /// <summary>Raised when telemetry begins to fail and when it is delivered again.</summary>
    public event Action? TelemetryChanged;

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
        LabEnvironment? environment = null;
        void Report(string text)
        {
            report(text);
            environment?.TelemetryChanged?.Invoke();
        }

        var started = ClusterFactory.Create(context, folder, options, Report);
        KubeApi? api = null;
        try
        {
            var starting = started.Cluster.StartAsync(cancellationToken);
            await (options.Cluster.IsEmbedded
                ? starting
                : ProgressReport.ShowAsync(context, () => started.Cluster.State, Report, starting));
            api = KubeApi.Open(started.Cluster.KubeconfigPath);
            var relayed = options.Cluster.IsEmbedded || !options.Relay
                ? null
                : await RelayedTelemetry.StartAsync(started, api, folder, Report, context, cancellationToken);
            return environment = new LabEnvironment(context, folder, options.Cluster, started, api, relayed, report);
        }
        catch
        {
            api?.Dispose();
            await started.StopAsync(report);
            throw;
        }
    }

    /// <summary>Names the receiver of telemetry.</summary>
    public void SendTelemetryTo(OtlpTarget target)
    {
        Telemetry?.SendTo(target);
        Relayed?.Relay.SendTo(target);
    }

    /// <summary>A record of an environment with what is known of the cluster.</summary>
    public EnvironmentRecord Describe(EnvironmentRecord record) => record with
    {
        Cluster = Cluster.Kind,
        Kubeconfig = Cluster.KubeconfigPath,
        Istio = Cluster.IstioVersion,
        Gateways = Cluster.Gateways,
        Context = Cluster.Context,
        Revision = Cluster.Revision,
        Images = Cluster.Images,
        Tools = _request.Tools is { } tools ? Path.GetFullPath(tools) : null,
        Keep = _request.Keep,
    };

    /// <summary>Brings a lab to where a person begins: its first step is applied and its pods are ready.</summary>
    public async Task BeginAsync(LabDefinition lab, CancellationToken cancellationToken)
    {
        var runner = new LabRunner(Api, lab with { Target = Labs.Target }, _context.Services.Time);
        var applying = runner.ApplyAsync(lab.Steps[0], Warn, cancellationToken);
        await (_request.IsEmbedded ? applying : ProgressReport.ShowAsync(_context, () => runner.State, _report, applying));
        if (Relayed is not null)
        {
            await Relayed.ApplyAsync(lab with { Target = Labs.Target }, cancellationToken);
        }
    }

    // The lab's own cluster warns of what the lab is there to show.
    private void Warn(AppliedObject applied)
    {
        foreach (var warning in _request.IsEmbedded ? [] : applied.Warnings)
        {
            _report(_context.Pick($"The cluster warns of {applied.Resource}: {warning}", $"集群对 {applied.Resource} 的警告：{warning}"));
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_request.Kind == ClusterKinds.Current && !_request.Keep)
        {
            _report(_context.Pick(
                $"Removing what the lab made on '{Cluster.Context}'; pods may take their 30 s to end.",
                $"正在移除实验在 '{Cluster.Context}' 上创建的内容；Pod 结束可能需要 30 秒。"));
            await LabRemover.RemoveAsync(_context, Labs, Api, _folder, _report);
        }

        _folder.Remove(RelayedTelemetry.AdviceFile);
        if (Relayed is not null)
        {
            await Relayed.DisposeAsync();
        }

        Api.Dispose();
        await new StartedCluster(Cluster, Telemetry).StopAsync(_report);
    }
}
