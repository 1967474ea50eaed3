namespace IstioLab.Proxy.Telemetry;

/// <summary>Which side of a request a record is about; Istio's metric label <c>reporter</c>.</summary>
public enum ReporterKind
{
    /// <summary>The client's sidecar, or a gateway.</summary>
    Source,

    /// <summary>The server's sidecar.</summary>
    Destination,
}
