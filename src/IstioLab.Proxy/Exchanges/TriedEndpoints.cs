using System.Net;
using IstioLab.Config.Routing;
using IstioLab.Proxy.Runtime;

namespace IstioLab.Proxy.Exchanges;

/// <summary>The endpoints that a request was sent to, so that a retry goes to another one if it can (Envoy's <c>previous_hosts</c>).</summary>
internal struct TriedEndpoints
{
    private UpstreamAddress? _first;
    private List<UpstreamAddress>? _more;

    public void Add(EndpointState endpoint)
    {
        if (_first is null)
            _first = endpoint.Address;
        else
            (_more ??= []).Add(endpoint.Address);
    }

    public readonly EndpointState? ChooseOther(ClusterRuntime cluster, ulong? hash, IPEndPoint original, RetryPolicy? policy)
    {
        var endpoint = cluster.Choose(hash, original);
        if (policy is not { AvoidPreviousHosts: true })
            return endpoint;
        for (var draws = 0; draws < policy.HostSelectionAttempts && endpoint is not null && Contains(endpoint); draws++)
            endpoint = cluster.Choose(hash, original);
        return endpoint;
    }

    private readonly bool Contains(EndpointState endpoint) =>
        ReferenceEquals(_first, endpoint.Address) || _more?.Contains(endpoint.Address) == true;
}
