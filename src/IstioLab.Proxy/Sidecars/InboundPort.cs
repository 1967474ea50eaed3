using System.Net;
using IstioLab.Config.Snapshots;
using IstioLab.Proxy.Network;

namespace IstioLab.Proxy.Sidecars;

/// <summary>A port of the workload with the names that its requests are recorded under, made once.</summary>
internal sealed class InboundPort(IPodInterface pod, int port, InboundListener? listener)
{
    public InboundListener? Listener => listener;

    public ListenerProtocol Protocol => listener?.Protocol ?? ListenerProtocol.Auto;

    /// <summary>Istio's name: of the port, or of what no Service names.</summary>
    public string Cluster { get; } = listener?.ClusterName ?? "InboundPassthroughCluster";

    public string Prefix { get; } = $"http://{ApplicationOf(pod, port, listener)}";

    /// <summary>Where the application is called.</summary>
    public IPEndPoint Address { get; } = ApplicationOf(pod, port, listener);

    public string Operation => listener?.Operation ?? "";

    public string Service { get; } = listener is { Host.Length: > 0 } ? listener.Host : "unknown";

    public string ServiceName { get; } = listener is { Host.Length: > 0 } ? FirstLabel(listener.Host) : "InboundPassthroughCluster";

    private static IPEndPoint ApplicationOf(IPodInterface pod, int port, InboundListener? listener) => new(
        listener is { IsLoopback: true } ? IPAddress.Loopback : pod.Address,
        listener is { ApplicationPort: > 0 } ? listener.ApplicationPort : port);

    private static string FirstLabel(string host) => host.Split('.')[0];
}
