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
}
