using System.Net;
using IstioLab.Config.Snapshots;
using IstioLab.Proxy.Http;
using IstioLab.Proxy.Network;

namespace IstioLab.Proxy.Sidecars;

/// <summary>A port of the workload with the names that its requests are recorded under, made once.</summary>
internal sealed class InboundPort(IPodInterface pod, int port, InboundListener? listener, InboundPortChains chains)
{
    public InboundListener? Listener => listener;

    /// <summary>Whether the first bytes tell anything; a port of bytes alone must not wait for them.</summary>
    public bool ReadsHttp => chains.ReadHttp;

    /// <summary>Istio's name: of the port, or of what no Service names.</summary>
    public string Cluster => chains.Cluster;

    public string Prefix { get; } = $"http://{ApplicationOf(pod, port, listener)}";

    /// <summary>Where the application is called.</summary>
    public IPEndPoint Address { get; } = ApplicationOf(pod, port, listener);

    public string Operation => listener?.Operation ?? "";

    public string Service { get; } = listener is { Host.Length: > 0 } ? listener.Host : "unknown";

    public string ServiceName { get; } = listener is { Host.Length: > 0 } ? FirstLabel(listener.Host) : UpstreamCluster.InboundPassthroughName;

    /// <summary>Whether requests are read off a connection that begins like this, rather than its bytes passed on.</summary>
    public bool IsHttp(SniffedProtocol protocol)
    {
        var version = protocol switch
        {
            SniffedProtocol.Http1 => HttpVersionKind.Http1,
            SniffedProtocol.Http2 => HttpVersionKind.Http2,
            _ => HttpVersionKind.None,
        };
        return chains.Decide(new InboundConnection(port, PeerTls.Plaintext, [], version)).Chain is { IsHttp: true };
    }

    private static IPEndPoint ApplicationOf(IPodInterface pod, int port, InboundListener? listener) => new(
        listener is { IsLoopback: true } ? IPAddress.Loopback : pod.Address,
        listener is { ApplicationPort: > 0 } ? listener.ApplicationPort : port);

    private static string FirstLabel(string host) => host.Split('.')[0];
}
