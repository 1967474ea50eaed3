using System.Net;
using System.Net.Sockets;

namespace IstioLab.Proxy.Network;

/// <summary>What a pod network needs from its host.</summary>
public sealed record PodNetworkOptions
{
    /// <summary>
    /// The folder for the network's sockets. It is created for its owner alone, and removed with the network. At most 80 bytes
    /// long, because a socket's path may have 100. Default null: a new folder in the user's temporary folder.
    /// </summary>
    public string? SocketFolder { get; init; }

    /// <summary>The clock; default the system's.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    /// <summary>Chooses the endpoint of a service for a connection without a sidecar. Default: a fixed seed.</summary>
    public RandomSource Random { get; init; } = new(1);

    /// <summary>
    /// Connects to an address that no pod and no service has, as a node's default route does. It throws
    /// <see cref="System.Net.Sockets.SocketException"/> when that fails. Default null: such addresses are unreachable.
    /// </summary>
    public Func<IPEndPoint, CancellationToken, ValueTask<Socket>>? Outside { get; init; }
}
