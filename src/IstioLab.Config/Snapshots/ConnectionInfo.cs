using System.Net;

namespace IstioLab.Config.Snapshots;

/// <summary>What is known of a connection when its listener chooses a filter chain.</summary>
/// <param name="Destination">The address that the client dialled, or <see langword="null"/> when unknown.</param>
/// <param name="Port">The port that the client dialled.</param>
/// <param name="IsTls">Whether the first bytes are a TLS hello.</param>
/// <param name="ServerName">The server name in the TLS hello; empty for none.</param>
/// <param name="IsHttp">Whether the first bytes (after TLS, when the proxy ends it) are HTTP.</param>
public readonly record struct ConnectionInfo(IPAddress? Destination, int Port, bool IsTls, string ServerName, bool IsHttp);
