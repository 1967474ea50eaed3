using IstioLab.Cli.Hosting;
using IstioLab.Cluster.Environments;

namespace IstioLab.Cli.Tests.Hosting;

public sealed class ControlTests
{
    [Fact]
    public async Task Call_with_the_token_stops_and_one_without_does_not()
    {
        var folder = Directory.CreateTempSubdirectory("il-c-").FullName;
        var stopped = new TaskCompletionSource();
        await using (var server = ControlServer.Start(Path.Combine(folder, "control"), () => stopped.TrySetResult()))
        {
            var client = new ControlClient(TimeProvider.System) { Patience = TimeSpan.FromMilliseconds(50) };
            await client.StopAsync(Record(server, "guess"), TestContext.Current.CancellationToken);
            Assert.False(stopped.Task.IsCompleted);

            await client.StopAsync(Record(server, server.Token), TestContext.Current.CancellationToken);
            await stopped.Task.WaitAsync(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken);
        }

        Assert.Empty(Directory.GetFileSystemEntries(folder));
        Directory.Delete(folder);
    }

    // Its process has the id of this one and another start, so that nothing here is ever killed.
    private static EnvironmentRecord Record(ControlServer server, string token) => new()
    {
        Name = "one",
        Cluster = "embedded",
        Process = new ProcessIdentity(Environment.ProcessId, "another start"),
        State = "ready",
        ControlSocket = server.SocketPath,
        ControlToken = token,
    };
}
