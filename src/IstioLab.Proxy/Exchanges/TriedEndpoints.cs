using System.Net;
using IstioLab.Config.Routing;
using IstioLab.Proxy.Runtime;

namespace IstioLab.Proxy.Exchanges;

/// <summary>The endpoints that a request was sent to, so that a retry goes to another one if it can (Envoy's <c>previous_hosts</c>).</summary>
internal struct TriedEndpoints
{
    private UpstreamAddress? _first;
    private UpstreamAddress? _last;
    private List<UpstreamAddress>? _more;
    private TriedPriorities _priorities;

    public void Add(EndpointState endpoint)
    {
        _last = endpoint.Address;
        if (_first is null)
            _first = endpoint.Address;
        else
            (_more ??= []).Add(endpoint.Address);
    }

    public EndpointState? ChooseOther(ClusterRuntime cluster, ulong? hash, IPEndPoint original, RetryPolicy? policy)
    {
        var leftOut = policy is { RetryRemoteLocalities: true } && _first is not null ? _priorities.LeaveOut(cluster, _last!) : 0;
        var endpoint = cluster.Choose(hash, original, leftOut);
        if (policy is not { AvoidPreviousHosts: true })
            return endpoint;
        for (var draws = 0; draws < policy.HostSelectionAttempts && endpoint is not null && Contains(endpoint); draws++)
            endpoint = cluster.Choose(hash, original, leftOut);
        return endpoint;
    }

    private readonly bool Contains(EndpointState endpoint) =>
        ReferenceEquals(_first, endpoint.Address) || _more?.Contains(endpoint.Address) == true;
}
