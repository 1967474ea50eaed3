using System.Net;
using System.Net.NetworkInformation;

namespace IstioLab.Cluster.K3d;

/// <summary>
/// Finds this machine's own address in a container network: with Docker on Linux that is the network's gateway, its first address. Where
/// containers run in a virtual machine (Docker Desktop, Colima) this machine has no address there.
/// </summary>
internal static class BridgeGateway
{
    /// <param name="prefix">The network, such as <c>172.18.0.0/16</c>.</param>
    /// <returns>Null where this machine does not have the address.</returns>
    public static IPAddress? Find(string? prefix) => FirstOf(prefix) is { } gateway && OwnAddresses().Contains(gateway) ? gateway : null;

    /// <summary>The first address of a network.</summary>
    internal static IPAddress? FirstOf(string? prefix)
    {
        if (!IPNetwork.TryParse(prefix, out var network))
        {
            return null;
        }

        var bytes = network.BaseAddress.GetAddressBytes();
        bytes[^1]++;
        return new IPAddress(bytes);
    }

    private static IEnumerable<IPAddress> OwnAddresses() => NetworkInterface.GetAllNetworkInterfaces()
        .SelectMany(card => card.GetIPProperties().UnicastAddresses)
        .Select(address => address.Address);
}
