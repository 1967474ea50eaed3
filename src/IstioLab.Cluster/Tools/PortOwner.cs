using System.Globalization;

namespace IstioLab.Cluster.Tools;

/// <summary>Which process listens on a TCP port; known on Linux, for processes of this user.</summary>
internal static class PortOwner
{
    private const string Listening = "0A";

    /// <summary>The process for a sentence, such as <c> by process 4711 ('nginx')</c>; empty when it is not known.</summary>
    public static string Words(int port) => Find(port) is { } pid ? $" by process {pid}{Name(pid)}" : "";

    /// <returns>Null when it is not known.</returns>
    public static int? Find(int port)
    {
        if (!OperatingSystem.IsLinux())
        {
            return null;
        }

        var sockets = Inodes("/proc/net/tcp", port).Concat(Inodes("/proc/net/tcp6", port)).Select(inode => $"socket:[{inode}]").ToHashSet(StringComparer.Ordinal);
        if (sockets.Count == 0)
        {
            return null;
        }

        var found = Directory.EnumerateDirectories("/proc")
            .Select(folder => int.TryParse(Path.GetFileName(folder), NumberStyles.None, CultureInfo.InvariantCulture, out var pid) ? pid : 0)
            .FirstOrDefault(pid => pid > 0 && Holds(pid, sockets));
        return found == 0 ? null : found;
    }

    private static List<string> Inodes(string file, int port)
    {
        if (!File.Exists(file))
        {
            return [];
        }

        var suffix = $":{port.ToString("X4", CultureInfo.InvariantCulture)}";
        return File.ReadLines(file)
            .Skip(1)
            .Select(line => line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))
            .Where(fields => fields.Length > 9 && fields[1].EndsWith(suffix, StringComparison.Ordinal) && fields[3] == Listening)
            .Select(fields => fields[9])
            .ToList();
    }

    private static bool Holds(int pid, HashSet<string> sockets)
    {
        try
        {
            return Directory.EnumerateFiles($"/proc/{pid.ToString(CultureInfo.InvariantCulture)}/fd")
                .Any(file => new FileInfo(file).LinkTarget is { } target && sockets.Contains(target));
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    private static string Name(int pid)
    {
        try
        {
            return $" ('{File.ReadAllText($"/proc/{pid.ToString(CultureInfo.InvariantCulture)}/comm").Trim()}')";
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }
}
