namespace IstioLab.Config.Discovery;

/// <summary>The protocol of a service port. Follows <c>pkg/config/protocol</c>.</summary>
internal enum ServiceProtocol
{
    Unsupported,
    Http,
    Http2,
    HttpProxy,
    Grpc,
    GrpcWeb,
    Https,
    Tls,
    Tcp,
    Udp,
    Mongo,
    MySql,
    Redis,
}
