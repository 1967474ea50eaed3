namespace IstioLab.Config.Discovery;

/// <summary>Finds the protocol of a port by its name or <c>appProtocol</c>.</summary>
internal static class ServiceProtocols
{
    public static ServiceProtocol Parse(string text) => text.ToUpperInvariant() switch
    {
        "TCP" => ServiceProtocol.Tcp,
        "UDP" => ServiceProtocol.Udp,
        "GRPC" => ServiceProtocol.Grpc,
        "GRPC-WEB" => ServiceProtocol.GrpcWeb,
        "HTTP" => ServiceProtocol.Http,
        "HTTP_PROXY" => ServiceProtocol.HttpProxy,
        "HTTP2" => ServiceProtocol.Http2,
        "HTTPS" => ServiceProtocol.Https,
        "TLS" => ServiceProtocol.Tls,
        "MONGO" => ServiceProtocol.Mongo,
        "REDIS" => ServiceProtocol.Redis,
        "MYSQL" => ServiceProtocol.MySql,
        _ => ServiceProtocol.Unsupported,
    };

    public static string Name(ServiceProtocol protocol) => protocol switch
    {
        ServiceProtocol.Http => "HTTP",
        ServiceProtocol.Http2 => "HTTP2",
        ServiceProtocol.HttpProxy => "HTTP_PROXY",
        ServiceProtocol.Grpc => "GRPC",
        ServiceProtocol.GrpcWeb => "GRPC-Web",
        ServiceProtocol.Https => "HTTPS",
        ServiceProtocol.Tls => "TLS",
        ServiceProtocol.Tcp => "TCP",
        ServiceProtocol.Udp => "UDP",
        ServiceProtocol.Mongo => "Mongo",
        ServiceProtocol.MySql => "MySQL",
        ServiceProtocol.Redis => "Redis",
        _ => "UnsupportedProtocol",
    };

    /// <summary>The protocol of a port of a Kubernetes Service.</summary>
    public static ServiceProtocol OfPort(int port, string name, string transport, string? appProtocol)
    {
        if (transport == "UDP")
        {
            return ServiceProtocol.Udp;
        }

        switch (appProtocol)
        {
            case "kubernetes.io/h2c":
                return ServiceProtocol.Http2;
            case "kubernetes.io/ws":
                return ServiceProtocol.Http;
            case "kubernetes.io/wss":
                return ServiceProtocol.Https;
        }

        var text = appProtocol ?? name;
        if (text.StartsWith("grpc-web", StringComparison.OrdinalIgnoreCase))
        {
            return ServiceProtocol.GrpcWeb;
        }

        var dash = text.IndexOf('-', StringComparison.Ordinal);
        var parsed = Parse(dash < 0 ? text : text[..dash]);
        return parsed == ServiceProtocol.Unsupported && port is (25 or 53 or 3306 or 27017) ? ServiceProtocol.Tcp : parsed;
    }

    public static bool IsHttp(this ServiceProtocol protocol) => protocol
        is ServiceProtocol.Http or ServiceProtocol.Http2 or ServiceProtocol.HttpProxy or ServiceProtocol.Grpc or ServiceProtocol.GrpcWeb;

    public static bool IsHttp2(this ServiceProtocol protocol) =>
        protocol is ServiceProtocol.Http2 or ServiceProtocol.Grpc or ServiceProtocol.GrpcWeb;

    public static bool IsHttpOrSniffed(this ServiceProtocol protocol) =>
        protocol == ServiceProtocol.Unsupported || protocol.IsHttp();

    /// <summary>
    /// Whether two protocols cannot share a listener: the servers of MongoDB and MySQL speak first, so that looking at the client's bytes
    /// would wait forever.
    /// </summary>
    public static bool Excludes(this ServiceProtocol first, ServiceProtocol second) =>
        first != second
        && (first is ServiceProtocol.Mongo or ServiceProtocol.MySql || second is ServiceProtocol.Mongo or ServiceProtocol.MySql);

    public static bool IsTls(this ServiceProtocol protocol) => protocol is ServiceProtocol.Https or ServiceProtocol.Tls;

    public static bool IsTcp(this ServiceProtocol protocol) => protocol
        is ServiceProtocol.Tcp or ServiceProtocol.Https or ServiceProtocol.Tls
        or ServiceProtocol.Mongo or ServiceProtocol.MySql or ServiceProtocol.Redis;
}
