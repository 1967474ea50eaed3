namespace IstioLab.Config.Snapshots;

/// <summary>Which connections a filter chain takes.</summary>
public enum TlsExpectation
{
    /// <summary>All.</summary>
    Any,

    /// <summary>Those without TLS.</summary>
    Plaintext,

    /// <summary>Those with TLS.</summary>
    Tls,
}
