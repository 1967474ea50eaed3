using System.Collections.Immutable;

namespace IstioLab.Cluster.Embedded.Runtime.Files;

/// <summary>Content of a volume (emptyDir, configMap, secret), mounted into any number of containers.</summary>
internal sealed class SharedFolder(TimeProvider time)
{
    /// <summary>The folder itself.</summary>
    internal FolderNode Root { get; } = new(0b111_111_111, time.GetUtcNow());

    /// <summary>Writes one file; folders on the way are made.</summary>
    /// <param name="path">Path within the volume, with '/' between names.</param>
    /// <param name="content">Content.</param>
    /// <param name="mode">Permission bits; rw-r--r-- unless set.</param>
    public void Write(string path, ReadOnlyMemory<byte> content, int mode = 0b110_100_100)
    {
        var names = path.Split('/', StringSplitOptions.RemoveEmptyEntries);
        var folder = Root;
        foreach (var name in names[..^1])
            folder = FolderIn(folder, name);
        folder.Set(names[^1], Make(content, mode));
    }

    /// <summary>Replaces the whole content at once, as a kubelet does when a ConfigMap changes.</summary>
    public void Replace(IEnumerable<KeyValuePair<string, byte[]>> files, int mode = 0b110_100_100)
    {
        var fresh = new SharedFolder(time);
        foreach (var (path, content) in files)
            fresh.Write(path, content, mode);
        Root.ReplaceAll(fresh.Root.Children);
    }

    /// <summary>What a mount shows: the folder, or the entry at a path within it, made as a folder if absent.</summary>
    internal FileNode Select(string? subPath, bool readOnly)
    {
        FileNode node = Root;
        foreach (var name in (subPath ?? "").Split('/', StringSplitOptions.RemoveEmptyEntries))
        {
            if (node is not FolderNode folder)
                throw new FileException(FileError.NotAFolder);
            node = folder.Children.GetValueOrDefault(name) ?? FolderIn(folder, name);
        }
        return node is FolderNode found ? found.View(readOnly) : node;
    }

    private FolderNode FolderIn(FolderNode parent, string name)
    {
        if (parent.Children.GetValueOrDefault(name) is FolderNode existing)
            return existing;
        var made = new FolderNode(0b111_111_111, time.GetUtcNow());
        parent.Set(name, made);
        return made;
    }

    private RegularFile Make(ReadOnlyMemory<byte> content, int mode)
    {
        var file = new RegularFile(mode, time.GetUtcNow());
        file.Replace(content, time.GetUtcNow());
        return file;
    }
}
