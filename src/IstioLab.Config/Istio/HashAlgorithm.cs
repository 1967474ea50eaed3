namespace IstioLab.Config.Istio;

/// <summary>The table of consistent hashing.</summary>
public enum HashAlgorithm
{
    /// <summary>Ketama ring; the default.</summary>
    RingHash,

    /// <summary>Maglev table.</summary>
    Maglev,
}
