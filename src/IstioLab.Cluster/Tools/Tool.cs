namespace IstioLab.Cluster.Tools;

/// <summary>An executable of this machine that IstioLab may start.</summary>
/// <param name="Name">The name people know it by, such as <c>kubectl</c>.</param>
/// <param name="Path">The absolute path of the file.</param>
public sealed record Tool(string Name, string Path)
{
    private static readonly string[] WindowsExtensions = [".exe", ".cmd", ".bat"];

    /// <summary>Finds a tool: in <paramref name="folder"/> when one is given, else on the PATH.</summary>
    /// <param name="name">The file name without an extension.</param>
    /// <param name="folder">A folder that is asked before the PATH; null for the PATH alone.</param>
    /// <returns>The tool, or null when there is none.</returns>
    public static Tool? Find(string name, string? folder = null)
    {
        var path = Environment.GetEnvironmentVariable("PATH") ?? "";
        string[] folders = folder is null ? [] : [folder];
        return Find(name, [.. folders, .. path.Split(System.IO.Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)]);
    }

    internal static Tool? Find(string name, IEnumerable<string> folders)
    {
        foreach (var folder in folders)
        {
            foreach (var fileName in FileNames(name))
            {
                var candidate = System.IO.Path.GetFullPath(System.IO.Path.Combine(folder, fileName));
                if (IsExecutable(candidate))
                {
                    return new Tool(name, candidate);
                }
            }
        }

        return null;
    }

    private static IEnumerable<string> FileNames(string name) =>
        OperatingSystem.IsWindows() ? WindowsExtensions.Select(extension => name + extension) : [name];

    private static bool IsExecutable(string path)
    {
        if (!File.Exists(path))
        {
            return false;
        }

        const UnixFileMode execute = UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;
        return OperatingSystem.IsWindows() || (File.GetUnixFileMode(path) & execute) != 0;
    }
}
