using System.Diagnostics;
using IstioLab.Proxy.Tests.Mesh;

namespace IstioLab.Proxy.Tests.Sidecars;

public sealed class LeakTests
{
    [Fact]
    public async Task Pods_that_came_and_went_leave_no_socket_and_no_thread()
    {
        await using var mesh = await TestMesh.StartAsync();
        var client = await mesh.AddPodAsync("client", "client");
        await CycleAsync(mesh, client, 10);
        var threads = CountThreads();
        var files = Directory.GetFiles(mesh.Network.SocketFolder).Length;

        await CycleAsync(mesh, client, 200);

        // What is left belongs to the client: its listeners, and its connections to its own sidecar.
        await Wait.ForAsync(() => mesh.Network.OpenSockets <= 6 + 4);
        Assert.Equal(files, Directory.GetFiles(mesh.Network.SocketFolder).Length);
        // Other tests beside this one have threads too; 200 pods that kept a thread each would show.
        Assert.InRange(CountThreads(), 1, threads + 20);
    }

    /// <summary>The threads beside those of the pool, which come and go by the load.</summary>
    private static int CountThreads()
    {
        using var process = Process.GetCurrentProcess();
        return process.Threads.Count - ThreadPool.ThreadCount;
    }

    private static async Task CycleAsync(TestMesh mesh, TestPod client, int cycles)
    {
        for (var i = 0; i < cycles; i++)
        {
            var server = await mesh.AddPodAsync("server", "server");
            mesh.Service("server", "10.96.0.1", pods: server);
            var body = await client.Client.GetStringAsync("http://10.96.0.1/", "server", TestContext.Current.CancellationToken);
            Assert.Equal("server", body);
            await server.DisposeAsync();
        }
    }
}
