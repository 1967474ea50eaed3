using IstioLab.Cluster.Tools;

namespace IstioLab.Cluster.Dashboards;

/// <summary>The dashboard's executable, unpacked.</summary>
/// <param name="Tool">Aspire's multi-purpose executable, which is the dashboard when its first argument says so.</param>
/// <param name="Origin">Where it came from, for people.</param>
internal sealed record DashboardProgram(Tool Tool, string Origin)
{
    private const string ExecutableName = "aspire-managed";

    /// <summary>Finds the executable in a folder that an Aspire bundle was unpacked to.</summary>
    public static DashboardProgram? In(string folder, string origin)
    {
        var versions = Path.Combine(folder, "versions");
        if (!Directory.Exists(versions))
        {
            return null;
        }

        return Directory.EnumerateDirectories(versions)
            .Order(StringComparer.Ordinal)
            .Select(version => Tool.Find(ExecutableName, [Path.Combine(version, "managed")]))
            .OfType<Tool>()
            .Select(tool => new DashboardProgram(tool, origin))
            .LastOrDefault();
    }
}
