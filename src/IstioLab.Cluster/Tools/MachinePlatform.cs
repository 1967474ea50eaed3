using System.Runtime.InteropServices;

namespace IstioLab.Cluster.Tools;

/// <summary>An operating system and its processor, as the file names of releases tell them apart.</summary>
/// <param name="System">The system.</param>
/// <param name="Processor">The processor's architecture.</param>
internal sealed record MachinePlatform(MachineSystem System, Architecture Processor)
{
    /// <summary>This machine's.</summary>
    public static MachinePlatform Current { get; } = new(
        OperatingSystem.IsWindows() ? MachineSystem.Windows : OperatingSystem.IsMacOS() ? MachineSystem.MacOS : MachineSystem.Linux,
        RuntimeInformation.OSArchitecture);

    /// <summary>The architecture in Go's words.</summary>
    public string GoArchitecture => Processor switch
    {
        Architecture.Arm64 => "arm64",
        Architecture.Arm => "arm",
        Architecture.X86 => "386",
        _ => "amd64",
    };
}
