using System.Net;
using System.Net.Sockets;
using IstioLab.Cluster.Embedded.Api;
using IstioLab.Cluster.Embedded.Runtime;
using IstioLab.Cluster.Embedded.Runtime.Logs;

namespace IstioLab.Cluster.Embedded.Kubelet;

/// <summary>Leads the API server into running pods: logs, commands, the main process, ports.</summary>
internal sealed class PodConnector(Kubelet kubelet) : IPodConnector
{
    public IAsyncEnumerable<ReadOnlyMemory<byte>> ReadLogsAsync(PodLogRequest request, CancellationToken cancellationToken)
    {
        var slot = kubelet.Find(request.Namespace, request.Pod)?.Find(request.Container);
        var container = request.Previous ? slot?.Previous : slot?.Current;
        if (container is null)
        {
            throw BadRequest(request.Previous
                ? $"previous terminated container \"{request.Container}\" in pod \"{request.Pod}\" not found"
                : $"container \"{request.Container}\" in pod \"{request.Pod}\" is waiting to start: {Reason(slot)}");
        }

        return container.Log.ReadAsync(
            new LogQuery
            {
                Follow = request.Follow,
                LimitBytes = request.LimitBytes,
                Since = request.Since,
                TailLines = request.TailLines is { } lines ? (int)Math.Min(lines, int.MaxValue) : null,
                Timestamps = request.Timestamps,
            },
            cancellationToken);
    }

    public Task<int> ExecAsync(PodExecRequest request, CancellationToken cancellationToken) =>
        StartAsync(Running(request), request, cancellationToken);

    public async Task<int> AttachAsync(PodExecRequest request, CancellationToken cancellationToken)
    {
        await Running(request).AttachAsync(new AttachRequest(request.Stdin, request.Stdout, request.Stderr, request.Resizes), cancellationToken);
        // An attachment succeeds whatever process 1 ends with: kubectl reads the exit code from the pod's status, and takes a failure for a lost connection.
        return 0;
    }

    public async ValueTask<Stream> OpenPortAsync(string ns, string pod, int port, CancellationToken cancellationToken)
    {
        if (kubelet.Find(ns, pod) is not { } worker) throw new SocketException((int)SocketError.HostUnreachable);
        var network = worker.Sandbox.Interface;
        return (await network.DialDirectAsync(new IPEndPoint(IPAddress.Loopback, port), cancellationToken)).Stream;
    }

    private static async Task<int> StartAsync(IContainer container, PodExecRequest request, CancellationToken cancellationToken)
    {
        try
        {
            return await container.ExecAsync(
                new ExecRequest(request.Command, request.Stdin, request.Stdout ?? Stream.Null, request.Stderr, request.Tty, request.Resizes),
                cancellationToken);
        }
        catch (ContainerStartException failure)
        {
            throw new ApiException(new ApiStatus(
                500, "InternalError",
                "Internal error occurred: error executing command in container: failed to exec in container: failed to start exec: OCI runtime exec "
                + $"failed: exec failed: unable to start container process: {failure.Message}: unknown"));
        }
    }

    private IContainer Running(PodExecRequest request)
    {
        var slot = kubelet.Find(request.Namespace, request.Pod)?.Find(request.Container);
        return slot is { State: ContainerState.Running, Current: { } container }
            ? container
            : throw new ApiException(new ApiStatus(
                500, "InternalError", $"Internal error occurred: unable to upgrade connection: container not found (\"{request.Container}\")"));
    }

    private static string Reason(ContainerSlot? slot) => slot?.State switch
    {
        ContainerState.Waiting { Reason: "ErrImagePull" or "ImagePullBackOff" } => "trying and failing to pull image",
        ContainerState.Waiting waiting => waiting.Reason,
        _ => "ContainerCreating",
    };

    private static ApiException BadRequest(string message) => new(new ApiStatus(400, "BadRequest", message));
}
