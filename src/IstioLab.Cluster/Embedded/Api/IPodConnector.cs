namespace IstioLab.Cluster.Embedded.Api;

/// <summary>The way from the API server into running pods; the kubelet implements it.</summary>
internal interface IPodConnector
{
    /// <summary>A container's log; refuses with an <see cref="ApiException"/> before the first piece (400 while it waits to start).</summary>
    IAsyncEnumerable<ReadOnlyMemory<byte>> ReadLogsAsync(PodLogRequest request, CancellationToken cancellationToken);

    /// <summary>Runs a command in a container and answers its exit code; an <see cref="ApiException"/> when it cannot start.</summary>
    Task<int> ExecAsync(PodExecRequest request, CancellationToken cancellationToken);

    /// <summary>Attaches to the main process of a container and answers its exit code.</summary>
    Task<int> AttachAsync(PodExecRequest request, CancellationToken cancellationToken);

    /// <summary>A connection to a port of a pod, as from inside it; a <see cref="System.Net.Sockets.SocketException"/> when nobody listens.</summary>
    ValueTask<Stream> OpenPortAsync(string ns, string pod, int port, CancellationToken cancellationToken);
}
