namespace IstioLab.Proxy.Telemetry;

/// <summary>What was proxied; Istio's metric label <c>request_protocol</c>.</summary>
public enum ExchangeProtocol
{
    /// <summary>An HTTP request.</summary>
    Http,

    /// <summary>A gRPC request.</summary>
    Grpc,

    /// <summary>A TCP connection.</summary>
    Tcp,
}
