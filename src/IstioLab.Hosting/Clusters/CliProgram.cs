using System.Reflection;
using Aspire.Hosting;
using Microsoft.Extensions.Configuration;

namespace IstioLab.Hosting.Clusters;

/// <summary>The program that runs clusters, which the package carries.</summary>
/// <param name="Path">The path of <c>istiolab.dll</c>, or of an executable.</param>
internal sealed record CliProgram(string Path)
{
    private const string Setting = "IstioLab:Program";
    private const string Metadata = "IstioLabProgram";

    /// <summary>What is started.</summary>
    public string Command => IsAssembly ? "dotnet" : Path;

    /// <summary>What stands before the program's own arguments.</summary>
    public IReadOnlyList<string> Prefix => IsAssembly ? [Path] : [];

    /// <summary>The labs that came with it.</summary>
    public string LabsFolder => System.IO.Path.Combine(System.IO.Path.GetDirectoryName(Path)!, "labs");

    /// <summary>Whether it is started by <c>dotnet</c>, whose process is then its own.</summary>
    public bool IsAssembly => Path.EndsWith(".dll", StringComparison.OrdinalIgnoreCase);

    /// <summary>Finds it: the setting comes first, then what the package told the build of the AppHost.</summary>
    /// <exception cref="DistributedApplicationException">There is none.</exception>
    public static CliProgram Find(IConfiguration configuration, IEnumerable<Assembly?> hosts)
    {
        var candidates = hosts
            .OfType<Assembly>()
            .SelectMany(host => host.GetCustomAttributes<AssemblyMetadataAttribute>())
            .Where(attribute => attribute.Key == Metadata)
            .Select(attribute => attribute.Value)
            .Prepend(configuration[Setting])
            .Where(path => !string.IsNullOrEmpty(path))
            .Select(path => System.IO.Path.GetFullPath(path!))
            .ToList();
        return candidates.FirstOrDefault(File.Exists) is { } found
            ? new CliProgram(found)
            : throw new DistributedApplicationException(
                candidates.Count > 0
                    ? $"The program that runs the cluster is not at '{string.Join("', '", candidates)}'. Build it, or name another: '{Setting.Replace(":", "__", StringComparison.Ordinal)}=/path/to/istiolab.dll'."
                    : $"Nothing says where the program that runs the cluster is. Reference the package IstioLab.Aspire.Hosting in the AppHost, or name it: '{Setting.Replace(":", "__", StringComparison.Ordinal)}=/path/to/istiolab.dll'.");
    }
}
