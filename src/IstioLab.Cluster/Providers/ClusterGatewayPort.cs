namespace IstioLab.Cluster.Providers;

/// <summary>A port of a gateway.</summary>
/// <param name="Name">Its name in the Service, such as <c>http2</c>; empty for none.</param>
/// <param name="Port">Its number in the Service, such as 80.</param>
/// <param name="Url">Where this machine reaches it; the scheme is <c>http</c>, <c>https</c> or, for other protocols, <c>tcp</c>.</param>
public sealed record ClusterGatewayPort(string Name, int Port, Uri Url);
