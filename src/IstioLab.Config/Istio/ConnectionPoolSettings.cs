namespace IstioLab.Config.Istio;

/// <summary>A DestinationRule's <c>connectionPool</c>; 0 means not set, which is no limit.</summary>
public sealed record ConnectionPoolSettings
{
    /// <summary>Connections to the cluster.</summary>
    public int MaxConnections { get; init; }

    /// <summary>How long to wait for a connection; <see langword="null"/> for 10 seconds.</summary>
    public TimeSpan? ConnectTimeout { get; init; }

    /// <summary>How long a TCP connection may be idle; <see langword="null"/> for one hour.</summary>
    public TimeSpan? TcpIdleTimeout { get; init; }

    /// <summary>How long a connection may live; <see langword="null"/> for ever.</summary>
    public TimeSpan? MaxConnectionDuration { get; init; }

    /// <summary>Requests that wait for a connection.</summary>
    public int Http1MaxPendingRequests { get; init; }

    /// <summary>Active requests, for HTTP/1.1 too.</summary>
    public int Http2MaxRequests { get; init; }

    /// <summary>Requests of one connection; 1 switches keep-alive off.</summary>
    public int MaxRequestsPerConnection { get; init; }

    /// <summary>Retries that run at the same time.</summary>
    public int MaxRetries { get; init; }

    /// <summary>How long an HTTP connection may be idle; <see langword="null"/> for one hour.</summary>
    public TimeSpan? IdleTimeout { get; init; }

    /// <summary>Whether HTTP/1.1 is upgraded to HTTP/2; <see langword="null"/> for the mesh's setting.</summary>
    public bool? UpgradeToHttp2 { get; init; }

    /// <summary>Whether the client's protocol is kept.</summary>
    public bool UseClientProtocol { get; init; }

    /// <summary>Streams of one HTTP/2 connection.</summary>
    public int MaxConcurrentStreams { get; init; }
}
