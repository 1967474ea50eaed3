using IstioLab.Cluster.Tools;

namespace IstioLab.Cluster.Dashboards;

/// <summary>
/// Finds the real Aspire dashboard and starts it on free loopback ports with keys of our own. It comes from an <c>aspire</c> command,
/// else from a pinned npm package that is installed once per user and checked by its hash.
/// </summary>
public sealed class DashboardLauncher(ToolRunner runner, TimeProvider time, DashboardOptions options)
{
    private const int Attempts = 3;

    /// <summary>Finds and starts the dashboard, and waits until it answers.</summary>
    /// <param name="report">Gets what is being done, and later what becomes of the dashboard; one line each, from any thread.</param>
    /// <param name="cancellationToken">Ends the launch and what it started.</param>
    /// <returns>The dashboard, or what to do to get one. Missing tools, a failed download and a failed start are not exceptions.</returns>
    public async Task<DashboardLaunch> LaunchAsync(Action<string> report, CancellationToken cancellationToken = default)
    {
        var (program, remedy) = await new DashboardFinder(runner, time, options, report).FindAsync(cancellationToken);
        if (program is null)
        {
            return new DashboardLaunch(null, remedy);
        }

        for (var attempt = 1; ; attempt++)
        {
            var dashboard = new Dashboard(runner, time, options, program, DashboardSetup.Choose(options.Port), report);
            if (await dashboard.StartAsync(cancellationToken) is not { } problem)
            {
                return new DashboardLaunch(dashboard, null);
            }

            await dashboard.DisposeAsync();
            var portTaken = problem.Contains("address already in use", StringComparison.OrdinalIgnoreCase);
            if (portTaken && options.Port != 0)
            {
                return new DashboardLaunch(
                    null, $"The Aspire dashboard did not start: port {options.Port} or one beside it is in use. Leave the port out to take a free one.");
            }

            if (!portTaken || attempt == Attempts)
            {
                return new DashboardLaunch(null, problem);
            }
        }
    }
}
