using System.Collections.Concurrent;
using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Logging;

namespace IstioLab.Proxy.Http;

/// <summary>A listener that <see cref="PodHttpServer"/> serves: takes its connections and leads each through the steps of its owner.</summary>
internal sealed class ServedListener : IAsyncDisposable
{
    private readonly ConcurrentDictionary<PodConnectionContext, bool> _connections = new();
    private readonly CancellationTokenSource _stopping = new();
    private readonly Func<ServedListener, CancellationToken, ValueTask<PodConnectionContext>> _accept;
    private readonly Func<PodConnectionContext, CancellationToken, ValueTask> _serve;
    private readonly Func<ValueTask> _close;
    private readonly ILogger _log;
    private readonly Task _accepting;

    public ServedListener(
        Func<ServedListener, CancellationToken, ValueTask<PodConnectionContext>> accept,
        Func<PodConnectionContext, CancellationToken, ValueTask> serve,
        Func<ValueTask> close,
        ILogger log)
    {
        _accept = accept;
        _serve = serve;
        _close = close;
        _log = log;
        _accepting = Task.Run(AcceptAsync);
    }

    public int Connections => _connections.Count;

    public void Forget(PodConnectionContext connection) => _connections.TryRemove(connection, out _);

    /// <summary>Stops accepting and aborts the connections that are still open.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_stopping.IsCancellationRequested)
            return;
        await _stopping.CancelAsync();
        await _close();
        await _accepting;
        foreach (var connection in _connections.Keys)
            connection.Abort(new ConnectionAbortedException("The listener was closed."));
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (!_stopping.IsCancellationRequested)
            {
                var connection = await _accept(this, _stopping.Token);
                _connections.TryAdd(connection, true);
                _ = ServeAsync(connection);
            }
        }
        catch (Exception failure) when (failure is OperationCanceledException or ObjectDisposedException or SocketException)
        {
            // The listener is closed, by its owner or with its pod.
        }
    }

    private async Task ServeAsync(PodConnectionContext connection)
    {
        try
        {
            await _serve(connection, _stopping.Token);
        }
        catch (Exception failure) when (failure is OperationCanceledException or ObjectDisposedException or IOException or SocketException)
        {
            await connection.DisposeAsync();
        }
        catch (Exception failure)
        {
            _log.LogError(failure, "Connection {Source} to {Destination} ended in an error", connection.Source, connection.Destination);
            await connection.DisposeAsync();
        }
    }
}
