namespace IstioLab.Config.Snapshots;

/// <summary>What the client of an inbound connection brings.</summary>
public enum PeerTls
{
    /// <summary>No TLS.</summary>
    Plaintext,

    /// <summary>TLS without a certificate of the client.</summary>
    Simple,

    /// <summary>TLS with a certificate of another authority than the mesh's.</summary>
    Mutual,

    /// <summary>TLS with the mesh's certificate, as sidecars speak it.</summary>
    IstioMutual,
}
