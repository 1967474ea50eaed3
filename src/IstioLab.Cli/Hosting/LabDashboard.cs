using IstioLab.Cli.ResourceService;
using IstioLab.Cluster.Dashboards;
using IstioLab.Cluster.Environments;
using IstioLab.Cluster.Tools;
using IstioLab.Labs.Resources;

namespace IstioLab.Cli.Hosting;

/// <summary>The Aspire dashboard of an environment, and the service that shows it the cluster's resources.</summary>
internal sealed class LabDashboard : IAsyncDisposable
{
    private readonly ResourceHub _hub;
    private readonly ResourceServiceHost _service;
    private readonly Dashboard _dashboard;

    private LabDashboard(ResourceHub hub, ResourceServiceHost service, Dashboard dashboard)
    {
        _hub = hub;
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
    /// <param name="options">The folders that tools are in; the resource service's address is filled in.</param>
    /// <param name="time">The clock.</param>
    /// <param name="report">Gets what is being done, and why there is no dashboard when there is none.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>Null when there is no dashboard: a lab goes on without.</returns>
    public static async Task<LabDashboard?> StartAsync(
        LabEnvironment environment,
        string name,
        DashboardOptions options,
        TimeProvider time,
        Action<string> report,
        CancellationToken cancellationToken)
    {
        var api = new KubeClusterApi(environment.Api);
        var version = (string?)(await environment.Api.GetAsync("version", cancellationToken))["gitVersion"] ?? "";
        var cluster = environment.Cluster;
        var info = new ClusterInfo(cluster.Kind, name, version, cluster.IstioVersion, environment.Api.Server, cluster.KubeconfigPath, time.GetUtcNow())
        {
            Gateways =
            [
                .. cluster.Gateways.Where(gateway => gateway.IsLoadBalancer)
                    .SelectMany(gateway => gateway.Ports.Where(port => port.Url.Scheme != "tcp").Select(port => new LabResourceUrl($"{gateway.Name} {port.Name}", port.Url))),
            ],
        };
        var hub = ResourceHub.Start(api, info, time);
        ResourceServiceHost? service = null;
        try
        {
            service = await ResourceServiceHost.StartAsync(new ResourceServiceOptions(options.ApplicationName), api, hub, time, cancellationToken);
            var withResources = options with { ResourceServiceUrl = service.Url, ResourceServiceApiKey = service.ApiKey };
            var launch = await new DashboardLauncher(new ToolRunner(time), time, withResources).LaunchAsync(report, cancellationToken);
            if (launch.Dashboard is { } dashboard)
            {
                environment.Telemetry.SendTo(dashboard.Connection.Otlp);
                return new LabDashboard(hub, service, dashboard);
            }

            report(launch.Remedy ?? "The Aspire dashboard did not start.");
        }
        catch
        {
            await DisposeAsync(hub, service);
            throw;
        }

        await DisposeAsync(hub, service);
        return null;
    }

    public async ValueTask DisposeAsync()
    {
        await _dashboard.DisposeAsync();
        await DisposeAsync(_hub, _service);
    }

    private static async ValueTask DisposeAsync(ResourceHub hub, ResourceServiceHost? service)
    {
        if (service is not null)
        {
            await service.DisposeAsync();
        }

        await hub.DisposeAsync();
    }
}
