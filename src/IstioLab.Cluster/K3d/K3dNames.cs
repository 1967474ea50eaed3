using System.Security.Cryptography;
using System.Text;

namespace IstioLab.Cluster.K3d;

/// <summary>The names of the k3d clusters that environments have.</summary>
internal static class K3dNames
{
    // k3d refuses cluster names that are longer.
    private const int Longest = 32;
    private const string Prefix = "istiolab-";

    /// <summary>This machine as pods of a k3d cluster name it.</summary>
    public const string HostName = "host.k3d.internal";

    /// <summary>The cluster of an environment.</summary>
    public static string Cluster(string environment)
    {
        var name = Prefix + environment;
        if (name.Length <= Longest)
        {
            return name;
        }

        var mark = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(environment)).AsSpan(0, 4));
        return $"{name[..(Longest - mark.Length - 1)].TrimEnd('-')}-{mark}";
    }

    /// <summary>The context that k3d writes for a cluster.</summary>
    public static string Context(string cluster) => $"k3d-{cluster}";
}
