using System.Net;

namespace IstioLab.Cluster.Embedded.Kubelet;

/// <summary>Knows whether new requests may still reach a pod.</summary>
internal interface ITrafficDrain
{
    /// <summary>Completes when neither a service nor a proxy leads to the address any more, and what was under way had its time.</summary>
    Task WaitAsync(IPAddress address, CancellationToken cancellationToken);
}
