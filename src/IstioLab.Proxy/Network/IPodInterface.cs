using System.Net;
using System.Net.Sockets;

namespace IstioLab.Proxy.Network;

/// <summary>
/// One pod's place in the pod network: its address, what it listens on and what it dials. Disposing detaches the pod: its
/// listeners and connections close and its address answers no more.
/// </summary>
public interface IPodInterface : IAsyncDisposable
{
    /// <summary>The pod's virtual address; no other pod of this network ever has it.</summary>
    IPAddress Address { get; }

    /// <summary>The pod's name, for messages.</summary>
    string PodName { get; }

    /// <summary>
    /// The workload that the pod's sidecar reports itself as, or null while the pod has no sidecar. The other side of a connection
    /// reads it as Istio's proxies read each other's peer metadata.
    /// </summary>
    object? PeerMetadata { get; set; }

    /// <summary>Listens on a port of the pod.</summary>
    /// <param name="port">1 to 65535, or 0 for a free one from 32768 up.</param>
    /// <param name="loopbackOnly">True when only the pod itself may connect, through a loopback address.</param>
    /// <exception cref="SocketException"><see cref="SocketError.AddressAlreadyInUse"/> when the pod listens there already.</exception>
    /// <exception cref="ObjectDisposedException">The pod is detached.</exception>
    IPodListener Listen(int port, bool loopbackOnly = false);

    /// <summary>
    /// Connects as a program in the pod does: through the sidecar when there is one, else as kube-proxy would.
    /// Loopback addresses and the pod's own address are never captured.
    /// </summary>
    /// <exception cref="SocketException">
    /// <see cref="SocketError.ConnectionRefused"/> when nothing listens there or the service has no ready endpoint,
    /// <see cref="SocketError.HostUnreachable"/> when no pod has the address.
    /// </exception>
    ValueTask<PodConnection> DialAsync(IPEndPoint destination, CancellationToken ct);

    /// <summary>Connects as the pod's sidecar does: never captured on the way out, though the other pod may capture it.</summary>
    /// <exception cref="SocketException">As <see cref="DialAsync"/>.</exception>
    ValueTask<PodConnection> DialDirectAsync(IPEndPoint destination, CancellationToken ct);

    /// <summary>Connects the sidecar to the application of its own pod, past both captures; the source is 127.0.0.6 as Istio has it.</summary>
    /// <param name="port">The application's port on the pod's own address.</param>
    /// <param name="ct">Ends the attempt.</param>
    /// <exception cref="SocketException"><see cref="SocketError.ConnectionRefused"/> when the application does not listen there.</exception>
    ValueTask<PodConnection> DialApplicationAsync(int port, CancellationToken ct);

    /// <summary>
    /// Says that the application is no program of the network but a process of the machine: <see cref="DialApplicationAsync"/> connects
    /// to TCP ports from now on. A pod's application is in the network, which is the default.
    /// </summary>
    /// <param name="find">The end point on the machine for a port of the workload; null where there is none, which refuses.</param>
    void PlaceApplication(Func<int, IPEndPoint?> find);

    /// <summary>Sets or, with null, removes the interception of the pod's traffic.</summary>
    void Capture(TrafficCapture? capture);

    /// <summary>Whether the pod listens on a port that other pods may reach.</summary>
    bool IsListening(int port);

    /// <summary>Completes as soon as the pod listens on a port that other pods may reach.</summary>
    /// <exception cref="ObjectDisposedException">The pod is detached.</exception>
    Task WaitForListenerAsync(int port, CancellationToken ct);
}
