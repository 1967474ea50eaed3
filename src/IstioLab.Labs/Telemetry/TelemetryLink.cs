namespace IstioLab.Labs.Telemetry;

/// <summary>The links of the chain from a sidecar to the dashboard, in the order in which they are looked at.</summary>
public enum TelemetryLink
{
    /// <summary>The request that was sent to see its span.</summary>
    Request,

    /// <summary>A Telemetry object, or the mesh's default, that names the provider of spans.</summary>
    Telemetry,

    /// <summary>The provider in the mesh configuration.</summary>
    Provider,

    /// <summary>The ServiceEntry, or Service, that gives the provider's host a cluster in each proxy.</summary>
    ServiceEntry,

    /// <summary>The name of the provider's host in the pod's DNS.</summary>
    Dns,

    /// <summary>The connection from the pod to the relay.</summary>
    Connection,

    /// <summary>The token that the relay asks for.</summary>
    Token,

    /// <summary>The dashboard behind the relay: its address and its key.</summary>
    Receiver,

    /// <summary>The proxy itself: everything before it is as it should be.</summary>
    Proxy,
}
