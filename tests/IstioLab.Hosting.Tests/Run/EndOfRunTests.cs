using Aspire.Hosting.ApplicationModel;
using IstioLab.Cluster.Environments;

namespace IstioLab.Hosting.Tests.Run;

/// <summary>What is left when an AppHost ends.</summary>
public sealed class EndOfRunTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Nothing_of_the_cluster_outlives_the_AppHost()
    {
        var home = Directory.CreateTempSubdirectory("istiolab-end-").FullName;
        var app = await RunningAppHost.StartAsync(home, "embedded", Token);
        await app.ResourceNotifications.WaitForResourceHealthyAsync("lab", Token).WaitAsync(RunningAppHost.Patience, Token);
        var folder = Assert.Single(new LabHome(home).List());
        var process = new EnvironmentRegistry(folder).FindRunning()!.Process;

        await app.DisposeAsync();

        using var limit = CancellationTokenSource.CreateLinkedTokenSource(Token);
        limit.CancelAfter(RunningAppHost.Patience);
        while (process.IsRunning)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System, limit.Token);
        }

        Assert.False(Directory.Exists(folder.SocketFolder));
        Assert.Null(new EnvironmentRegistry(folder).FindRunning());
        Directory.Delete(home, recursive: true);
    }

    [Fact]
    public async Task Second_AppHost_in_the_same_environment_ends_as_FailedToStart_and_shows_nothing_of_the_first()
    {
        var home = Directory.CreateTempSubdirectory("istiolab-twice-").FullName;
        await using (var first = await RunningAppHost.StartAsync(home, "embedded", Token))
        {
            await first.ResourceNotifications.WaitForResourceHealthyAsync("lab", Token).WaitAsync(RunningAppHost.Patience, Token);
            using var ending = CancellationTokenSource.CreateLinkedTokenSource(Token);
            await using var second = await RunningAppHost.BuildAsync(home, "embedded", new Dictionary<string, string>(), Token);
            var starting = second.StartAsync(ending.Token);

            await second.ResourceNotifications.WaitForResourceAsync("lab", KnownResourceStates.FailedToStart, Token).WaitAsync(RunningAppHost.Patience, Token);

            Assert.True(second.ResourceNotifications.TryGetCurrentState("apps-v1", out var workload));
            Assert.Equal(KnownResourceStates.NotStarted, workload.Snapshot.State?.Text);
            Assert.NotNull(new EnvironmentRegistry(Assert.Single(new LabHome(home).List())).FindRunning());
            await ending.CancelAsync();
            await Task.WhenAny(starting).WaitAsync(RunningAppHost.Patience, Token);
        }

        Directory.Delete(home, recursive: true);
    }
}
