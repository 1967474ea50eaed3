using IstioLab.Proxy.Runtime;

namespace IstioLab.Proxy.Balancing;

/// <summary>Endpoints that are alike to the proxy.</summary>
/// <param name="Priority">0 is used first; higher ones take over what lower ones cannot.</param>
/// <param name="Share">The share among the groups of one priority.</param>
/// <param name="Endpoints">The ready endpoints, healthy or not.</param>
internal sealed record EndpointGroup(int Priority, uint Share, EndpointState[] Endpoints);
