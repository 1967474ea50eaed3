using System.Net;

namespace IstioLab.Proxy.Network;

/// <summary>What kube-proxy knows: which service address and port leads to which ready endpoints.</summary>
public interface IServiceTable
{
    /// <summary>Chooses one ready endpoint for a connection to a service address.</summary>
    /// <param name="serviceAddress">What was dialled: a ClusterIP and a service port, or any other address.</param>
    /// <param name="random">A non-negative random number that makes the choice.</param>
    /// <param name="endpoint">The pod address and target port to connect to.</param>
    /// <param name="isService">
    /// True when the address is a service's, also when no endpoint is ready: the connection is refused then.
    /// </param>
    /// <returns>True when there is an endpoint.</returns>
    bool TryResolve(IPEndPoint serviceAddress, int random, out IPEndPoint endpoint, out bool isService);
}
