using System.Text;
using IstioLab.Proxy.Network;

namespace IstioLab.Proxy.Tests.Mesh;

/// <summary>A client with a sidecar, and servers without one that say their name to whoever connects.</summary>
internal sealed class TcpTown(TestMesh mesh) : IAsyncDisposable
{
    private readonly List<Task> _serving = [];
    private readonly CancellationTokenSource _closing = new();

    public TestMesh Mesh => mesh;

    public TestPod Client { get; private set; } = null!;

    /// <param name="servers">Their names; one without a name does not listen.</param>
    public async Task AddAsync(params string[] servers)
    {
        Client = await mesh.AddPodAsync("client", "client");
        foreach (var server in servers)
            await AddServerAsync("server", server);
    }

    public async Task AddServerAsync(string app, string server)
    {
        var pod = await mesh.AddPodAsync($"{app}-{server}", app, sidecar: false, port: 0);
        if (server.Length > 0)
            _serving.Add(ServeAsync(pod.Network.Listen(8080), Encoding.UTF8.GetBytes(server)));
    }

    public async ValueTask DisposeAsync()
    {
        await _closing.CancelAsync();
        await Task.WhenAll(_serving);
        _closing.Dispose();
        await mesh.DisposeAsync();
    }

    private async Task ServeAsync(IPodListener listener, byte[] name)
    {
        List<Task> open = [];
        try
        {
            while (true)
                open.Add(AnswerAsync(await listener.AcceptAsync(_closing.Token), name));
        }
        catch (OperationCanceledException)
        {
            await Task.WhenAll(open);
        }
    }

    private async Task AnswerAsync(PodConnection connection, byte[] name)
    {
        try
        {
            await connection.Stream.WriteAsync(name, _closing.Token);
            await connection.Stream.CopyToAsync(Stream.Null, _closing.Token);
        }
        catch (Exception failure) when (failure is OperationCanceledException or IOException or System.Net.Sockets.SocketException)
        {
            // The other side has what it wanted, or the test is over.
        }
        finally
        {
            await connection.DisposeAsync();
        }
    }
}
