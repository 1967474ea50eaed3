namespace IstioLab.Cluster.Tools;

/// <summary>Where a release of a tool can be had for one kind of machine. Nothing is downloaded; people are told.</summary>
/// <param name="Name">The tool.</param>
/// <param name="Version">The version to get.</param>
/// <param name="Url">The file.</param>
/// <param name="Checksum">The file that has its SHA-256.</param>
/// <param name="ChecksumLine">How its line in there is found.</param>
internal sealed record ToolDownload(string Name, string Version, string Url, string Checksum, string ChecksumLine)
{
    /// <summary>What people need to know to get it.</summary>
    public string Words =>
        $"Get {Name} {Version}: {Url}\n  SHA-256: {Checksum} ({ChecksumLine})\n"
        + $"Put '{Name}' on the PATH, or in a folder that '--tools DIR' names. IstioLab downloads nothing by itself.";
}
