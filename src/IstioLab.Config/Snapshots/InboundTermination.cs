namespace IstioLab.Config.Snapshots;

/// <summary>How an inbound chain ends TLS.</summary>
public enum InboundTermination
{
    /// <summary>It does not: bytes pass as they come.</summary>
    None,

    /// <summary>With the mesh's certificates on both sides.</summary>
    IstioMutual,

    /// <summary>With the certificate that a Sidecar's <c>ingress</c> names.</summary>
    Custom,
}
