using IstioLab.Proxy.Runtime;

namespace IstioLab.Proxy.Exchanges;

/// <summary>
/// The localities that a request was sent to, so that a retry goes to another one if it can (Envoy's <c>previous_priorities</c>). Istio
/// has the list brought up to date after every second attempt; when no locality is left, all are allowed again.
/// </summary>
internal struct TriedPriorities
{
    private const int UpdateFrequency = 2;

    private List<UpstreamAddress>? _tried;
    private ulong _leftOut;

    /// <summary>Notes the attempt before and says which priorities the next one leaves out, one bit each.</summary>
    public ulong LeaveOut(ClusterRuntime cluster, UpstreamAddress last)
    {
        (_tried ??= []).Add(last);
        if (_tried.Count < UpdateFrequency)
            return 0;
        if (_tried.Count % UpdateFrequency != 0)
            return _leftOut;
        foreach (var address in _tried)
        {
            // A cluster has a priority for each locality label at most, far fewer than 64.
            if (cluster.PriorityOf(address) is { } priority)
                _leftOut |= 1UL << priority;
        }
        if (cluster.HasOthers(_leftOut))
            return _leftOut;
        _tried.Clear();
        return _leftOut = 0;
    }
}
