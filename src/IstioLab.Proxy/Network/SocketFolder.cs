using System.Globalization;
using System.Text;

namespace IstioLab.Proxy.Network;

/// <summary>The folder that holds the network's sockets: readable by its owner alone, with paths short enough for a socket.</summary>
internal sealed class SocketFolder
{
    // Linux allows 107 bytes, macOS 103; the name of a socket takes at most 19 of them.
    private const int LongestFolder = 80;

    public SocketFolder(string? path)
    {
        Path = path is null ? CreateTemporary() : System.IO.Path.GetFullPath(path);
        if (Encoding.UTF8.GetByteCount(Path) > LongestFolder)
        {
            throw new ArgumentException(
                $"Socket folder '{Path}' is too long: a socket's path has at most 100 bytes. Choose a folder of at most {LongestFolder} bytes.");
        }

        RemoveStale();
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(Path);
            return;
        }
        const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
        Directory.CreateDirectory(Path, OwnerOnly);
        File.SetUnixFileMode(Path, OwnerOnly);
    }

    public string Path { get; }

    public string PathOf(long number) => System.IO.Path.Combine(Path, number.ToString("x", CultureInfo.InvariantCulture));

    public void Delete()
    {
        try
        {
            Directory.Delete(Path, recursive: true);
        }
        catch (DirectoryNotFoundException)
        {
        }
    }

    /// <summary>Sockets that a killed process left would make binding fail. Only names that this class gives are touched.</summary>
    private void RemoveStale()
    {
        if (!Directory.Exists(Path))
            return;
        foreach (var file in Directory.EnumerateFiles(Path))
        {
            if (long.TryParse(System.IO.Path.GetFileName(file), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out _))
                File.Delete(file);
        }
    }

    private static string CreateTemporary() => Directory.CreateTempSubdirectory("il").FullName;
}
