using System.Runtime.InteropServices;
using IstioLab.Cluster.Istio;
using IstioLab.Cluster.K3d;
using IstioLab.Cluster.Tools;

namespace IstioLab.Cluster.Tests.Istio;

public sealed class GeneratedFilesTests
{
    [Theory]
    [InlineData("plain", null)]
    [InlineData("hub", "registry.example/istio")]
    public void Overlay_is_the_golden_file(string name, string? hub) => Assert.Equal(
        Golden("istio-overlay", $"{name}.yaml"),
        IstioOverlay.Write(new IstioInstallOptions { Version = new MinorVersion(1, 30), Folder = "", Hub = hub }));

    [Fact]
    public void Addresses_of_tools_for_every_system_are_the_golden_file()
    {
        (MachineSystem System, Architecture Processor)[] machines =
        [
            (MachineSystem.Linux, Architecture.X64), (MachineSystem.Linux, Architecture.Arm64), (MachineSystem.Linux, Architecture.Arm),
            (MachineSystem.MacOS, Architecture.X64), (MachineSystem.MacOS, Architecture.Arm64),
            (MachineSystem.Windows, Architecture.X64), (MachineSystem.Windows, Architecture.Arm64),
        ];
        var lines = machines.SelectMany(machine =>
        {
            var platform = new MachinePlatform(machine.System, machine.Processor);
            ToolDownload[] downloads = [K3dRelease.For(platform), IstioctlRelease.For("1.30.4", platform)];
            return downloads.SelectMany(found => (string[])[$"  {found.Url}", $"  {found.Checksum} ({found.ChecksumLine})"])
                .Prepend($"{machine.System} {machine.Processor}");
        });

        Assert.Equal(Golden("tool-downloads", "downloads.txt"), string.Concat(lines.Select(line => $"{line}\n")));
    }

    [Theory]
    [InlineData(null, null, "1.30", "rancher/k3s:v1.35.5-k3s1")]
    [InlineData("1.17", null, "1.17", "rancher/k3s:v1.26.15-k3s1")]
    [InlineData("1.29", "1.33.4", "1.29", "rancher/k3s:v1.33.4-k3s1")]
    [InlineData("1.30", "v1.36.2+k3s1", "1.30", "rancher/k3s:v1.36.2-k3s1")]
    public void Releases_that_fit_are_chosen(string? istio, string? kubernetes, string release, string image)
    {
        var versions = MeshVersions.Choose(istio, kubernetes);

        Assert.Equal((release, image), (versions.Istio.ToString(), versions.NodeImage));
    }

    private static string Golden(string folder, string file) =>
        File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Cases", folder, file)).ReplaceLineEndings("\n");
}
