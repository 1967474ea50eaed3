using System.Net;

namespace IstioLab.Cluster.Embedded.Edge;

/// <summary>Addresses with a meaning of their own at the cluster's edge.</summary>
internal static class OutsideAddresses
{
    private static readonly IPNetwork[] s_cluster =
        [IPNetwork.Parse("10.244.0.0/16"), IPNetwork.Parse("10.245.0.0/16"), IPNetwork.Parse("10.96.0.0/16"), IPNetwork.Parse("240.240.0.0/16")];

    private static readonly HashSet<string> s_machineNames =
        new(["host.docker.internal", "host.k3d.internal", "host.istiolab.internal"], StringComparer.OrdinalIgnoreCase);

    /// <summary>This machine as pods see it, for its loopback address means the pod itself to them; the same as Docker Desktop's.</summary>
    public static IPAddress Machine { get; } = IPAddress.Parse("192.168.65.254");

    /// <summary>Whether the address can only be meant inside the cluster.</summary>
    public static bool IsCluster(IPAddress address) => Array.Exists(s_cluster, network => network.Contains(address));

    /// <summary>Whether the name is one by which containers call their machine.</summary>
    public static bool IsMachine(string name) => s_machineNames.Contains(name);

    /// <summary>An address for a name that has none, from the range that Istio uses for that; equal names have equal ones.</summary>
    public static IPAddress StandIn(string name)
    {
        var hash = 2166136261u;
        foreach (var letter in name) hash = unchecked((hash ^ letter) * 16777619u);
        return new IPAddress([240, 240, (byte)(hash >> 8), (byte)Math.Max(1, hash & 0xff)]);
    }
}
