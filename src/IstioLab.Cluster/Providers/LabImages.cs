using System.Collections.Frozen;

namespace IstioLab.Cluster.Providers;

/// <summary>The images of the labs that are in private registries, and the public ones that do the same.</summary>
public static class LabImages
{
    /// <summary>busybox, as the applications of the seed use it.</summary>
    public const string Busybox = "docker.io/library/busybox:1.36.1";

    /// <summary>curl, for the client of the seed.</summary>
    public const string Curl = "docker.io/curlimages/curl:8.16.0";

    /// <summary>The private image, and the public one.</summary>
    public static FrozenDictionary<string, string> Public { get; } = new Dictionary<string, string>
    {
        ["harbor.nolenlinux.cn/busybox/busybox:1.36.1"] = Busybox,
        ["registry.cn-hangzhou.aliyuncs.com/nolen_linux/test:v1"] = Curl,
    }.ToFrozenDictionary(StringComparer.Ordinal);
}
