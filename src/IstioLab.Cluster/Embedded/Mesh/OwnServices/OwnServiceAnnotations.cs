namespace IstioLab.Cluster.Embedded.Mesh.OwnServices;

/// <summary>The annotations by which a WorkloadEntry and the mesh agree on a process of this machine (docs/own-services.md).</summary>
internal static class OwnServiceAnnotations
{
    /// <summary>Set by the user: the loopback TCP port of the process, or a list of <c>TARGET=PORT</c>.</summary>
    public const string HostPort = "istiolab.dev/host-port";

    /// <summary>Written by the mesh: the URL for the process's <c>HTTP_PROXY</c>. Set before, it asks for that port.</summary>
    public const string HttpProxy = "istiolab.dev/http-proxy";

    /// <summary>Set by the user: hosts that need a port of their own, such as <c>prices:50051,stock.shop:50051</c>.</summary>
    public const string Hosts = "istiolab.dev/hosts";

    /// <summary>Written by the mesh: the URLs of these hosts, <c>prices:50051=http://127.0.0.1:40123,…</c>.</summary>
    public const string HostUrls = "istiolab.dev/host-urls";
}
