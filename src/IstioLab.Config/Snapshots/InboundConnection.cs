using System.Collections.Immutable;

namespace IstioLab.Config.Snapshots;

/// <summary>What is known of a connection to a workload when its sidecar chooses a filter chain.</summary>
/// <param name="Port">The port that the client dialled.</param>
/// <param name="Tls">What the client brings.</param>
/// <param name="ApplicationProtocols">The names of protocols (ALPN) in the TLS hello, the preferred one first.</param>
/// <param name="HttpVersion">The version of HTTP that is spoken, inside TLS if there is any.</param>
public readonly record struct InboundConnection(
    int Port, PeerTls Tls, ImmutableArray<string> ApplicationProtocols, HttpVersionKind HttpVersion);
