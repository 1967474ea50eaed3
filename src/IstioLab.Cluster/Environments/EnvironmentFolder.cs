using System.Security.Cryptography;
using System.Text;

namespace IstioLab.Cluster.Environments;

/// <summary>
/// What one environment keeps on disk. The certificate authority, the port and the kubeconfig survive a restart, so open shells and
/// kubectl's discovery cache do too; everything else belongs to the running process and is cleared when it is found stale.
/// Only its owner can read the folder.
/// </summary>
public sealed class EnvironmentFolder
{
    // A Unix socket's path has 108 bytes on Linux and 104 on macOS; the sockets' own names need some of them.
    private const int LongestSocketFolder = 64;

    internal EnvironmentFolder(string name, string folder)
    {
        Name = name;
        Folder = folder;
    }

    /// <summary>The environment's name.</summary>
    public string Name { get; }

    /// <summary>The absolute path of the folder.</summary>
    public string Folder { get; }

    /// <summary>The kubeconfig that leads to the environment's API server.</summary>
    public string KubeconfigPath => PathOf("kubeconfig");

    /// <summary>The log of a detached process.</summary>
    public string LogPath => PathOf("istiolab.log");

    /// <summary>
    /// A private folder for sockets, with a path short enough for them: inside the environment's folder where that fits, else in the
    /// temporary folder under a name made from it.
    /// </summary>
    public string SocketFolder
    {
        get
        {
            var inside = PathOf("net");
            if (Encoding.UTF8.GetByteCount(inside) <= LongestSocketFolder)
            {
                return inside;
            }

            var mark = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Folder)).AsSpan(0, 6));
            return Path.Combine(Path.GetTempPath(), $"istiolab-{mark}");
        }
    }

    /// <summary>The socket at which the environment's process takes calls; beside the socket folder, which the pod network owns.</summary>
    public string ControlSocketPath => SocketFolder + ".control";

    /// <summary>The absolute path of a file in the folder.</summary>
    public string PathOf(string fileName) => Path.Combine(Folder, fileName);

    /// <summary>Makes the folder, readable by its owner alone, if it is not there.</summary>
    public void Create() => PrivateFiles.CreateFolder(Folder);

    /// <summary>Reads a file of the folder.</summary>
    /// <returns>Its text, or null when there is none.</returns>
    public string? ReadText(string fileName) => PrivateFiles.TryReadText(PathOf(fileName));

    /// <summary>Writes a file beside its place and renames it, so that a reader sees the old text or the new, never a part.</summary>
    public void WriteText(string fileName, string text)
    {
        Create();
        PrivateFiles.WriteText(PathOf(fileName), text);
    }

    /// <summary>Removes a file if it is there.</summary>
    public void Remove(string fileName)
    {
        if (Directory.Exists(Folder))
        {
            File.Delete(PathOf(fileName));
        }
    }

    /// <summary>Takes the right to run this environment, until the result is disposed or the process ends in whatever way.</summary>
    /// <returns>Null when another process holds it.</returns>
    public IDisposable? TryLock()
    {
        Create();
        try
        {
            return new FileStream(PathOf("lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException)
        {
            return null;
        }
    }
}
