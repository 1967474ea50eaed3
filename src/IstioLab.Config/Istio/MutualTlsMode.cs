namespace IstioLab.Config.Istio;

/// <summary>What an inbound port accepts.</summary>
public enum MutualTlsMode
{
    /// <summary>Plaintext and mutual TLS; the default.</summary>
    Permissive,

    /// <summary>Plaintext only.</summary>
    Disable,

    /// <summary>Mutual TLS only.</summary>
    Strict,
}
