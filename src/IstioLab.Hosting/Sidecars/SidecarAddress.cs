using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Aspire.Hosting.ApplicationModel;

namespace IstioLab.Hosting.Sidecars;

/// <summary>Where a service of the AppHost is in the mesh, and where it finds its proxy.</summary>
/// <param name="Ip">An address of the network that the mesh keeps for processes of this machine.</param>
/// <param name="ProxyPort">A loopback port.</param>
internal sealed record SidecarAddress(string Ip, int ProxyPort)
{
    private const int FirstHost = 2;
    private const int HostsPerNetwork = 254;

    /// <summary>An address that none of the resources has, and a port that is free now.</summary>
    public static SidecarAddress Next(IEnumerable<IResource> resources)
    {
        var number = resources.Sum(resource => resource.Annotations.OfType<SidecarAnnotation>().Count());
        var (network, host) = Math.DivRem(number + FirstHost, HostsPerNetwork);
        return new SidecarAddress(string.Create(CultureInfo.InvariantCulture, $"10.246.{network}.{host}"), FreePort());
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
