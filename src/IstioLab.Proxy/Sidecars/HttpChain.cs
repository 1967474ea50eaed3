namespace IstioLab.Proxy.Sidecars;

/// <summary>What an outbound or gateway listener decided for a connection that speaks HTTP.</summary>
/// <param name="RouteConfiguration">The name of the route configuration; it is looked up in the snapshot of each request.</param>
/// <param name="KeepsProtocol">Whether upstream requests use the client's HTTP version, as Istio has it for detected protocols.</param>
/// <param name="Port">The listener's port.</param>
internal sealed record HttpChain(string RouteConfiguration, bool KeepsProtocol, int Port);
