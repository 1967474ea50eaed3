using System.Collections.Concurrent;
using IstioLab.Cluster.Dashboards;
using IstioLab.Cluster.Tests.Dashboards;
using IstioLab.Cluster.Tools;

[assembly: AssemblyFixture(typeof(DashboardFixture))]

namespace IstioLab.Cluster.Tests.Dashboards;

/// <summary>The real Aspire dashboard, started when the first test asks for it and shared by all of them.</summary>
public sealed class DashboardFixture : IAsyncDisposable
{
    private readonly Lazy<Task<Dashboard>> _dashboard;

    public DashboardFixture() => _dashboard = new Lazy<Task<Dashboard>>(() => LaunchAsync(Messages.Enqueue));

    public ConcurrentQueue<string> Messages { get; } = new();

    /// <summary>Beside the build's output: installed once per clone, like a per-user folder.</summary>
    public static string InstallFolder { get; } = Path.GetFullPath(Path.Combine(AppContext.BaseDirectory, "..", "..", "..", "tools"));

    public Task<Dashboard> SharedAsync() => _dashboard.Value;

    public static async Task<Dashboard> LaunchAsync(Action<string> report)
    {
        var options = new DashboardOptions { InstallFolder = InstallFolder, ApplicationName = "IstioLab tests" };
        var launch = await new DashboardLauncher(new ToolRunner(TimeProvider.System), TimeProvider.System, options).LaunchAsync(report);
        return launch.Dashboard ?? throw new InvalidOperationException(launch.Remedy);
    }

    public async ValueTask DisposeAsync()
    {
        if (_dashboard.IsValueCreated && await _dashboard.Value.ContinueWith(
            task => task.IsCompletedSuccessfully ? task : null, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default) is { } started)
        {
            await (await started).DisposeAsync();
        }
    }
}
