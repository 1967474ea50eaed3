using System.Net;
using Microsoft.AspNetCore.Connections;

namespace IstioLab.Proxy.Http;

/// <summary>Gives Kestrel our queues instead of sockets.</summary>
internal sealed class ConnectionQueueFactory : IConnectionListenerFactory, IConnectionListenerFactorySelector
{
    public ConnectionQueue Http1 { get; } = new(new QueueEndPoint("http/1.1"));

    public ConnectionQueue Http2 { get; } = new(new QueueEndPoint("h2c"));

    public bool CanBind(EndPoint endpoint) => endpoint is QueueEndPoint;

    public ValueTask<IConnectionListener> BindAsync(EndPoint endpoint, CancellationToken cancellationToken = default) =>
        ValueTask.FromResult<IConnectionListener>(Http2.EndPoint.Equals(endpoint) ? Http2 : Http1);

    private sealed class QueueEndPoint(string name) : EndPoint
    {
        public override string ToString() => name;
    }
}
