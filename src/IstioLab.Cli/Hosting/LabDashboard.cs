using IstioLab.Cli.ResourceService;
using IstioLab.Cluster.Dashboards;
using IstioLab.Cluster.Environments;
using IstioLab.Cluster.Tools;
using IstioLab.Labs.Definitions;
using IstioLab.Labs.Resources;

namespace IstioLab.Cli.Hosting;

/// <summary>The Aspire dashboard of an environment, and the service that shows it the cluster's resources.</summary>
internal sealed class LabDashboard : IAsyncDisposable
{
    private readonly ResourceSession _session;
    private readonly ResourceServiceHost _service;
    private readonly Dashboard _dashboard;

    private LabDashboard(ResourceSession session, ResourceServiceHost service, Dashboard dashboard)
    {
        _session = session;
        _service = service;
        _dashboard = dashboard;
    }

    /// <summary>The page to open.</summary>
    public string LoginUrl => _dashboard.Connection.LoginUrl.ToString();

    /// <summary>Its process.</summary>
    public ProcessIdentity? Process => ProcessIdentity.Of(_dashboard.ProcessId);

    /// <summary>Starts it.</summary>
    /// <param name="environment">What it shows.</param>
    /// <param name="name">The environment's name.</param>
    /// <param name="labs">The labs that may be active.</param>
    /// <param name="options">The folders that tools are in; the resource service's address is filled in.</param>
    /// <param name="time">The clock.</param>
    /// <param name="report">Gets what is being done, and why there is no dashboard when there is none.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>Null when there is no dashboard: a lab goes on without.</returns>
    public static async Task<LabDashboard?> StartAsync(
        LabEnvironment environment,
        string name,
        IReadOnlyList<LabDefinition> labs,
        DashboardOptions options,
        TimeProvider time,
        Action<string> report,
        CancellationToken cancellationToken)
    {
        var version = (string?)(await environment.Api.GetAsync("version", cancellationToken))["gitVersion"] ?? "";
        var cluster = environment.Cluster;
        var info = new ClusterInfo(cluster.Kind, name, version, cluster.IstioVersion, environment.Api.Server, cluster.KubeconfigPath, time.GetUtcNow())
        {
            Gateways = cluster.Gateways,
            Labs = labs,
        };
        var session = ResourceSession.Start(environment.Api, info, time);
        ResourceServiceHost? service = null;
        try
        {
            service = await ResourceServiceHost.StartAsync(new ResourceServiceOptions(options.ApplicationName), session.Hub, session.Logs, session.Commands, cancellationToken);
            var withResources = options with { ResourceServiceUrl = service.Url, ResourceServiceApiKey = service.ApiKey };
            var launch = await new DashboardLauncher(new ToolRunner(time), time, withResources).LaunchAsync(report, cancellationToken);
            if (launch.Dashboard is { } dashboard)
            {
                environment.SendTelemetryTo(dashboard.Connection.Otlp);
                return new LabDashboard(session, service, dashboard);
            }

            report(launch.Remedy ?? "The Aspire dashboard did not start.");
        }
        catch
        {
            await DisposeAsync(session, service);
            throw;
        }

        await DisposeAsync(session, service);
        return null;
    }

    public async ValueTask DisposeAsync()
    {
        await _dashboard.DisposeAsync();
        await DisposeAsync(_session, _service);
    }

    private static async ValueTask DisposeAsync(ResourceSession session, ResourceServiceHost? service)
    {
        if (service is not null)
        {
            await service.DisposeAsync();
        }

        await session.DisposeAsync();
    }
}
