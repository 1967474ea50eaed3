namespace IstioLab.Proxy.Sidecars;

/// <summary>What an outbound or gateway listener decided for a connection that speaks HTTP.</summary>
/// <param name="RouteConfiguration">The name of the route configuration; it is looked up in the snapshot of each request.</param>
/// <param name="KeepsProtocol">Whether upstream requests use the client's HTTP version, as Istio has it for detected protocols.</param>
/// <param name="Port">The listener's port.</param>
internal sealed record HttpChain(string RouteConfiguration, bool KeepsProtocol, int Port)
{
    /// <summary>The host that every request is taken to ask for, whatever its Host header says; null for what it says.</summary>
    public string? Authority { get; init; }
}
