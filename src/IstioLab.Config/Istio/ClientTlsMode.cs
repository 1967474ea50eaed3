namespace IstioLab.Config.Istio;

/// <summary>TLS towards an upstream.</summary>
public enum ClientTlsMode
{
    /// <summary>Plaintext.</summary>
    Disable,

    /// <summary>TLS without a client certificate.</summary>
    Simple,

    /// <summary>TLS with the rule's own client certificate.</summary>
    Mutual,

    /// <summary>TLS with the workload's certificate.</summary>
    IstioMutual,
}
