namespace IstioLab.Config.Routing;

/// <summary>One possible destination of a route.</summary>
/// <param name="Cluster">The cluster's name, e.g. <c>outbound|80||apps-svc-v1.nolen.svc.cluster.local</c>.</param>
/// <param name="Host">The destination's host name.</param>
/// <param name="Subset">The subset, or empty.</param>
/// <param name="Port">The port of the service.</param>
/// <param name="Weight">The share, relative to the sum of the route's weights.</param>
/// <param name="Request">Changes to the request that only this destination makes; Envoy makes them before the route's own.</param>
/// <param name="Response">Changes to the answer that only this destination makes, before the route's own.</param>
/// <param name="HostRewrite">The Host header for this destination, or <see langword="null"/>.</param>
public sealed record WeightedDestination(
    string Cluster,
    string Host,
    string Subset,
    int Port,
    uint Weight,
    HeaderOperations Request,
    HeaderOperations Response,
    string? HostRewrite = null);
