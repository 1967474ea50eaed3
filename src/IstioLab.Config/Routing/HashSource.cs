namespace IstioLab.Config.Routing;

/// <summary>What consistent hashing hashes.</summary>
public enum HashSource
{
    /// <summary>A header's value.</summary>
    Header,

    /// <summary>A cookie's value.</summary>
    Cookie,

    /// <summary>The client's address.</summary>
    SourceAddress,

    /// <summary>A query parameter's value.</summary>
    QueryParameter,
}
