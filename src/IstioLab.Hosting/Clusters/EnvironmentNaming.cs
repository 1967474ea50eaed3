using IstioLab.Cluster.Environments;
using Microsoft.Extensions.Configuration;

namespace IstioLab.Hosting.Clusters;

/// <summary>Names the environment of a cluster so that two AppHosts do not meet in one, and the same AppHost finds its own again.</summary>
internal static class EnvironmentNaming
{
    private const int MarkLength = 6;

    public static EnvironmentFolder FolderOf(string resourceName, IConfiguration configuration)
    {
        var mark = (configuration["AppHost:PathSha256"] ?? "").ToLowerInvariant();
        var suffix = mark.Length >= MarkLength ? $"-{mark[..MarkLength]}" : "";
        var longest = EnvironmentName.MaximumLength - suffix.Length;
        var name = resourceName.ToLowerInvariant();
        var home = configuration[LabHome.Variable] is { Length: > 0 } folder ? new LabHome(folder) : LabHome.OfUser();
        return home.Open((name.Length > longest ? name[..longest].TrimEnd('-') : name) + suffix);
    }
}
