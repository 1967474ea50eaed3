namespace IstioLab.Proxy.Runtime;

/// <summary>What a cluster's limits say to a request.</summary>
internal enum Admission
{
    /// <summary>It may go on.</summary>
    Admitted,

    /// <summary>It is one too many.</summary>
    Overflow,

    /// <summary>Its time or its client was gone before its turn came.</summary>
    GaveUp,
}
