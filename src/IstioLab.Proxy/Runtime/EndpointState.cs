using IstioLab.Config.Snapshots;
using IstioLab.Proxy.Telemetry;

namespace IstioLab.Proxy.Runtime;

/// <summary>One endpoint of one cluster, and what the proxy has learnt of it. What was learnt outlives snapshots.</summary>
internal sealed class EndpointState
{
    private readonly EndpointLoad _load;

    public EndpointState(Endpoint endpoint, UpstreamAddress address, long since)
        : this(endpoint, address, since, new EndpointLoad(), new EndpointHealth(), WorkloadNames.Of(endpoint))
    {
    }

    private EndpointState(
        Endpoint endpoint, UpstreamAddress address, long since, EndpointLoad load, EndpointHealth health, WorkloadIdentity workload)
    {
        Endpoint = endpoint;
        Address = address;
        Since = since;
        Health = health;
        Workload = workload;
        _load = load;
    }

    public Endpoint Endpoint { get; }

    public UpstreamAddress Address { get; }

    /// <summary>The endpoint as the metrics name it.</summary>
    public WorkloadIdentity Workload { get; }

    /// <summary>Timestamp of the proxy's clock when the endpoint came; warm-up counts from it.</summary>
    public long Since { get; }

    /// <summary>Ejections and errors in a row.</summary>
    public EndpointHealth Health { get; }

    /// <summary>Requests of this cluster on their way to the endpoint.</summary>
    public int Active => Volatile.Read(ref _load.Active);

    /// <summary>The same endpoint as a newer snapshot describes it.</summary>
    public EndpointState With(Endpoint endpoint) => ReferenceEquals(endpoint, Endpoint)
        ? this
        : new EndpointState(endpoint, Address, Since, _load, Health, WorkloadNames.Of(endpoint));

    public void Begin() => Interlocked.Increment(ref _load.Active);

    public void End() => Interlocked.Decrement(ref _load.Active);

    private sealed class EndpointLoad
    {
        public int Active;
    }
}
