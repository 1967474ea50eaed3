namespace IstioLab.Cluster.Tools;

/// <summary>The operating systems that k3d and istioctl are made for.</summary>
internal enum MachineSystem
{
    /// <summary>Linux, WSL too.</summary>
    Linux,

    /// <summary>macOS.</summary>
    MacOS,

    /// <summary>Windows.</summary>
    Windows,
}
