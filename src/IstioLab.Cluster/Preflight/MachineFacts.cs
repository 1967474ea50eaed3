using System.Globalization;
using IstioLab.Cluster.Docker;
using IstioLab.Cluster.Tools;

namespace IstioLab.Cluster.Preflight;

/// <summary>What is read of this machine, without starting anything.</summary>
internal sealed record MachineFacts
{
    /// <summary>System and processor.</summary>
    public required MachinePlatform Platform { get; init; }

    /// <summary>Whether this is a Linux inside Windows.</summary>
    public bool IsWsl { get; init; }

    /// <summary>The limit <c>fs.inotify.max_user_instances</c>; null where there is none to read.</summary>
    public int? InotifyInstances { get; init; }

    /// <summary>The limit <c>fs.inotify.max_user_watches</c>; null where there is none to read.</summary>
    public int? InotifyWatches { get; init; }

    /// <summary>Free bytes of the disk that has Docker's images, else of that which has the state folder; null when it cannot be read.</summary>
    public long? FreeDisk { get; init; }

    /// <summary>The proxy variables that are set, such as <c>HTTPS_PROXY</c>.</summary>
    public IReadOnlyList<string> ProxyVariables { get; init; } = [];

    /// <summary>Reads this machine's.</summary>
    public static MachineFacts Read(string folder, Func<string, string?> variable) => new()
    {
        Platform = MachinePlatform.Current,
        IsWsl = OperatingSystem.IsLinux() && ReadText("/proc/version").Contains("microsoft", StringComparison.OrdinalIgnoreCase),
        InotifyInstances = ReadNumber("/proc/sys/fs/inotify/max_user_instances"),
        InotifyWatches = ReadNumber("/proc/sys/fs/inotify/max_user_watches"),
        FreeDisk = FreeBytes(folder),
        ProxyVariables = [.. ((string[])["HTTP_PROXY", "HTTPS_PROXY"]).Where(name => (variable(name) ?? variable(name.ToLowerInvariant())) is { Length: > 0 })],
    };

    /// <summary>The same with the disk that has the engine's images, where that is a disk of this machine.</summary>
    public MachineFacts WithDiskOf(DockerEngine engine) =>
        !engine.IsDesktop && Directory.Exists(engine.RootFolder) && FreeBytes(engine.RootFolder) is { } free ? this with { FreeDisk = free } : this;

    private static int? ReadNumber(string path) =>
        int.TryParse(ReadText(path).Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    private static string ReadText(string path)
    {
        try
        {
            return File.Exists(path) ? File.ReadAllText(path) : "";
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }

    private static long? FreeBytes(string folder)
    {
        try
        {
            return new DriveInfo(Path.GetFullPath(folder)).AvailableFreeSpace;
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return null;
        }
    }
}
