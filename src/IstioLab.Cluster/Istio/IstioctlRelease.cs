using System.Runtime.InteropServices;
using IstioLab.Cluster.Tools;

namespace IstioLab.Cluster.Istio;

/// <summary>Where istioctl can be had.</summary>
internal static class IstioctlRelease
{
    // The newest patches that are known; of other minor releases any patch will do.
    private static readonly Dictionary<MinorVersion, string> s_patches = new()
    {
        [new MinorVersion(1, 30)] = "1.30.4",
        [new MinorVersion(1, 17)] = "1.17.8",
    };

    /// <summary>The version to get for a minor release.</summary>
    public static string Patch(MinorVersion minor) => s_patches.GetValueOrDefault(minor) ?? $"{minor}.0";

    public static ToolDownload For(string version, MachinePlatform platform)
    {
        var suffix = platform.System switch
        {
            MachineSystem.Windows => "win.zip",
            MachineSystem.MacOS => platform.Processor == Architecture.Arm64 ? "osx-arm64.tar.gz" : "osx.tar.gz",
            _ => platform.Processor switch
            {
                Architecture.Arm64 => "linux-arm64.tar.gz",
                Architecture.Arm => "linux-armv7.tar.gz",
                _ => "linux-amd64.tar.gz",
            },
        };
        var url = $"https://github.com/istio/istio/releases/download/{version}/istioctl-{version}-{suffix}";
        return new ToolDownload("istioctl", version, url, $"{url}.sha256", "its first word");
    }
}
