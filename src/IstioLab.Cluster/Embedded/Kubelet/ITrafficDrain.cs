using System.Net;

namespace IstioLab.Cluster.Embedded.Kubelet;

/// <summary>Knows whether new requests may still reach a pod.</summary>
internal interface ITrafficDrain
{
    /// <summary>Completes when neither a service nor a proxy leads to the address any more, and what was on its way is answered.</summary>
    /// <param name="address">The pod's address.</param>
    /// <param name="notice">How long services and proxies may take to learn that the pod ends.</param>
    /// <param name="requests">How long requests on their way may take from then on.</param>
    /// <param name="cancellationToken">Gives the wait up.</param>
    Task WaitAsync(IPAddress address, TimeSpan notice, TimeSpan requests, CancellationToken cancellationToken);
}
