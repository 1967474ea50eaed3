namespace IstioLab.Proxy.Http;

/// <summary>What a connection's first bytes say that it speaks.</summary>
internal enum SniffedProtocol
{
    /// <summary>Not enough bytes yet.</summary>
    Undecided,

    /// <summary>An HTTP/1 request line.</summary>
    Http1,

    /// <summary>HTTP/2 with prior knowledge.</summary>
    Http2,

    /// <summary>A TLS client hello.</summary>
    Tls,

    /// <summary>Anything else.</summary>
    Other,

    /// <summary>The client closed without sending a byte.</summary>
    Closed,
}
