namespace IstioLab.Proxy.Telemetry;

/// <summary>Istio's metric label <c>connection_security_policy</c>.</summary>
public enum ConnectionSecurity
{
    /// <summary>The reporting side does not know: always so for reporter <c>source</c>.</summary>
    Unknown,

    /// <summary>Plaintext.</summary>
    None,

    /// <summary>Mutual TLS between sidecars.</summary>
    MutualTls,
}
