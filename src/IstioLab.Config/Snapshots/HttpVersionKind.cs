namespace IstioLab.Config.Snapshots;

/// <summary>Which HTTP a connection speaks.</summary>
public enum HttpVersionKind
{
    /// <summary>Something else.</summary>
    None,

    /// <summary>HTTP/1.1.</summary>
    Http1,

    /// <summary>HTTP/2.</summary>
    Http2,
}
