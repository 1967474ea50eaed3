using Aspire.Hosting.ApplicationModel;
using IstioLab.Hosting.Mirroring;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace IstioLab.Hosting.Clusters;

/// <summary>Follows each cluster of the model: while its process runs, its objects are mirrored.</summary>
internal sealed class ClusterWatcher(
    DistributedApplicationModel model,
    ResourceNotificationService notifications,
    ResourceLoggerService loggers,
    MirrorBoard board,
    TimeProvider time) : BackgroundService
{
    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Task.WhenAll(model.Resources.OfType<IstioLabClusterResource>().Select(cluster => FollowAsync(cluster, stoppingToken)));

    private async Task FollowAsync(IstioLabClusterResource cluster, CancellationToken stopping)
    {
        var adapter = new ResourceAdapter(cluster, model, board, notifications, time);
        try
        {
            while (true)
            {
                await notifications.WaitForResourceAsync(cluster.Name, KnownResourceStates.Running, stopping);
                using var running = CancellationTokenSource.CreateLinkedTokenSource(stopping);
                var session = new ClusterSession(cluster, adapter, board, loggers, time);
                var work = RunAsync(session, cluster, running.Token);
                var ended = await notifications.WaitForResourceAsync(cluster.Name, IsOver, stopping);
                await running.CancelAsync();
                await work;
                await adapter.EndAsync();
                if (!session.WasReady && ended.Snapshot.ExitCode is not (null or 0))
                {
                    await notifications.PublishUpdateAsync(cluster, before => before with
                    {
                        State = new ResourceStateSnapshot(KnownResourceStates.FailedToStart, KnownResourceStateStyles.Error),
                    });
                }
            }
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // The AppHost stops.
        }
    }

    private async Task RunAsync(ClusterSession session, IstioLabClusterResource cluster, CancellationToken cancellationToken)
    {
        try
        {
            await session.RunAsync(cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The cluster's process has ended, or the AppHost stops.
        }
        catch (Exception broken)
        {
            loggers.GetLogger(cluster).LogError(broken, "The cluster's objects are not shown any more: {Problem}", broken.Message);
            throw;
        }
    }

    private static bool IsOver(ResourceEvent change) => KnownResourceStates.TerminalStates.Contains(change.Snapshot.State?.Text);
}
