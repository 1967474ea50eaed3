using System.Runtime.InteropServices;
using IstioLab.Cluster.Tools;

namespace IstioLab.Cluster.K3d;

/// <summary>The release of k3d that this was written for, and where it can be had.</summary>
internal static class K3dRelease
{
    public const string Version = "5.9.0";

    /// <summary>The configuration that is written, <c>k3d.io/v1alpha5</c>, came with this one.</summary>
    public const string Oldest = "5.5.0";

    private const string Root = $"https://github.com/k3d-io/k3d/releases/download/v{Version}";

    public static ToolDownload For(MachinePlatform platform)
    {
        var file = platform.System switch
        {
            // There is no build for Windows on ARM, which runs this one.
            MachineSystem.Windows => "k3d-windows-amd64.exe",
            MachineSystem.MacOS => $"k3d-darwin-{(platform.Processor == Architecture.Arm64 ? "arm64" : "amd64")}",
            _ => $"k3d-linux-{platform.GoArchitecture}",
        };
        return new ToolDownload("k3d", Version, $"{Root}/{file}", $"{Root}/checksums.txt", $"the line that ends in '_dist/{file}'");
    }
}
