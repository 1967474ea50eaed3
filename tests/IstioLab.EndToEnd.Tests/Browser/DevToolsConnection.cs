using System.Collections.Concurrent;
using System.Net.WebSockets;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace IstioLab.EndToEnd.Tests.Browser;

/// <summary>Calls over a page's WebSocket: each has a number, and its answer has the same (https://chromedevtools.github.io/devtools-protocol).</summary>
internal sealed class DevToolsConnection : IAsyncDisposable
{
    private readonly ClientWebSocket _socket = new();
    private readonly ConcurrentDictionary<int, TaskCompletionSource<JsonElement>> _calls = new();
    private readonly SemaphoreSlim _sending = new(1, 1);
    private readonly CancellationTokenSource _ending = new();
    private Task _reading = Task.CompletedTask;
    private int _last;

    public static async Task<DevToolsConnection> OpenAsync(Uri address, CancellationToken cancellationToken)
    {
        var connection = new DevToolsConnection();
        connection._socket.Options.Proxy = null;
        await connection._socket.ConnectAsync(address, cancellationToken);
        connection._reading = connection.ReadAsync();
        return connection;
    }

    public async Task<JsonElement> CallAsync(string method, JsonObject parameters, CancellationToken cancellationToken)
    {
        var id = Interlocked.Increment(ref _last);
        var answer = _calls[id] = new TaskCompletionSource<JsonElement>(TaskCreationOptions.RunContinuationsAsynchronously);
        var call = JsonSerializer.SerializeToUtf8Bytes(new JsonObject { ["id"] = id, ["method"] = method, ["params"] = parameters });
        await _sending.WaitAsync(cancellationToken);
        try
        {
            await _socket.SendAsync(call, WebSocketMessageType.Text, endOfMessage: true, cancellationToken);
        }
        finally
        {
            _sending.Release();
        }

        return await answer.Task.WaitAsync(TimeSpan.FromMinutes(1), TimeProvider.System, cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        await _ending.CancelAsync();
        await _reading;
        _socket.Dispose();
        _sending.Dispose();
        _ending.Dispose();
    }

    private async Task ReadAsync()
    {
        var buffer = new byte[64 * 1024];
        try
        {
            while (true)
            {
                using var message = new MemoryStream();
                ValueWebSocketReceiveResult part;
                do
                {
                    part = await _socket.ReceiveAsync(buffer.AsMemory(), _ending.Token);
                    message.Write(buffer, 0, part.Count);
                }
                while (!part.EndOfMessage);

                Take(message.ToArray());
            }
        }
        catch (Exception ended) when (ended is OperationCanceledException or WebSocketException or JsonException)
        {
            foreach (var call in _calls.Values)
            {
                call.TrySetException(new InvalidOperationException($"The browser's connection has ended: {ended.Message}"));
            }
        }
    }

    private void Take(byte[] message)
    {
        using var document = JsonDocument.Parse(message);
        if (document.RootElement.TryGetProperty("id", out var id) && _calls.TryRemove(id.GetInt32(), out var call))
        {
            call.TrySetResult(document.RootElement.Clone());
        }
    }
}
