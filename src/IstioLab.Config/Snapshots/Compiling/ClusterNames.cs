using IstioLab.Config.Discovery;
using IstioLab.Config.Istio;

namespace IstioLab.Config.Snapshots.Compiling;

/// <summary>Names clusters as Istio does.</summary>
internal static class ClusterNames
{
    public static string Outbound(string host, int port, string subset = "") => $"outbound|{port}|{subset}|{host}";

    /// <summary>The name of a cluster that is found by the TLS server name, which is the same.</summary>
    public static string ByServerName(string host, int port, string subset) => $"outbound_.{port}_.{subset}_.{host}";

    /// <summary>The host of a destination; an ExternalName Service stands for another.</summary>
    public static string HostOf(Destination destination, MeshService? service) =>
        service is { ExternalName.Length: > 0 } ? service.ExternalName : destination.Host;

    /// <summary>The port: the destination's, else the only one of the service, else the listener's.</summary>
    public static int PortOf(Destination destination, MeshService? service, int listenerPort) =>
        destination.Port ?? (service is { Ports: [var only] } ? only.Number : listenerPort);
}
