using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Eventing;
using Aspire.Hosting.Lifecycle;
using IstioLab.Hosting.Mirroring;
using IstioLab.Hosting.Sidecars;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace IstioLab.Hosting.Clusters;

/// <summary>
/// Follows each cluster of the model: while its process runs, its objects are mirrored. It begins before the resources start, because
/// their start waits for clusters to become ready.
/// </summary>
internal sealed class ClusterWatcher(
    DistributedApplicationModel model,
    ResourceNotificationService notifications,
    ResourceLoggerService loggers,
    MirrorBoard board,
    IHostApplicationLifetime lifetime,
    TimeProvider time) : IDistributedApplicationEventingSubscriber, IAsyncDisposable
{
    private const string ProcessProperty = "executable.pid";

    private readonly CancellationTokenSource _disposing = new();
    private Task _following = Task.CompletedTask;

    public Task SubscribeAsync(IDistributedApplicationEventing eventing, DistributedApplicationExecutionContext executionContext, CancellationToken cancellationToken)
    {
        if (executionContext.IsRunMode)
        {
            eventing.Subscribe<BeforeStartEvent>((_, _) =>
            {
                _following = FollowAllAsync();
                return Task.CompletedTask;
            });
        }

        return Task.CompletedTask;
    }

    public async ValueTask DisposeAsync()
    {
        await _disposing.CancelAsync();
        await _following;
        _disposing.Dispose();
    }

    private async Task FollowAllAsync()
    {
        using var stopping = CancellationTokenSource.CreateLinkedTokenSource(_disposing.Token, lifetime.ApplicationStopping);
        await Task.WhenAll(model.Resources.OfType<IstioLabClusterResource>().Select(cluster => FollowAsync(cluster, stopping.Token)));
    }

    private async Task FollowAsync(IstioLabClusterResource cluster, CancellationToken stopping)
    {
        var adapter = new ResourceAdapter(cluster, model, board, notifications, time);
        try
        {
            while (true)
            {
                var started = await notifications.WaitForResourceAsync(cluster.Name, IsRunning, stopping);
                using var running = CancellationTokenSource.CreateLinkedTokenSource(stopping);
                var session = new ClusterSession(cluster, ProcessOf(cluster, started), adapter, new SidecarJoiner(model, loggers), board, loggers, time);
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
            board.Pending[cluster.Name] = broken.Message;
            loggers.GetLogger(cluster).LogError(broken, "The cluster's objects are not shown any more: {Problem}", broken.Message);
        }
    }

    private static bool IsRunning(ResourceEvent change) => change.Snapshot.State?.Text == KnownResourceStates.Running;

    /// <summary>The id of the cluster's process; null where Aspire does not say it, or where it may be a script's that starts the program.</summary>
    private static int? ProcessOf(IstioLabClusterResource cluster, ResourceEvent change) =>
        cluster.Program.IsAssembly && change.Snapshot.Properties.FirstOrDefault(property => property.Name == ProcessProperty)?.Value is int id ? id : null;

    private static bool IsOver(ResourceEvent change) => KnownResourceStates.TerminalStates.Contains(change.Snapshot.State?.Text);
}
