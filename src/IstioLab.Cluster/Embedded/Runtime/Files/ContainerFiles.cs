namespace IstioLab.Cluster.Embedded.Runtime.Files;

/// <summary>
/// The private files of a container: the image's tree, copied where it changes, with shared folders mounted into it. Paths are
/// absolute and without '..', as <see cref="FilePath.Combine"/> makes them.
/// </summary>
internal sealed class ContainerFiles(FolderNode imageRoot, TimeProvider time)
{
    private const int MaximumLinks = 16;

    private readonly Lock _gate = new();
    private FolderNode _root = imageRoot;

    /// <summary>The entry at a path, behind links unless told otherwise; <see langword="null"/> when there is none.</summary>
    public FileNode? Find(string path, bool followLast = true) => Walk(path, followLast, 0);

    /// <summary>Content of a file now.</summary>
    /// <exception cref="FileException">It is not a file.</exception>
    public ReadOnlyMemory<byte> Read(string path) => Find(path) switch
    {
        RegularFile file => file.Content,
        DeviceNode device => ReadAll(device),
        FolderNode => throw new FileException(FileError.IsAFolder),
        ProgramFile => ReadOnlyMemory<byte>.Empty,
        _ => throw new FileException(FileError.NotFound),
    };

    /// <summary>Opens a file for reading.</summary>
    /// <exception cref="FileException">It is not there.</exception>
    public Stream OpenRead(string path) => Find(path) switch
    {
        RegularFile file => new FileReadStream(file),
        DeviceNode device => device.Open(),
        FolderNode => throw new FileException(FileError.IsAFolder),
        ProgramFile => Stream.Null,
        _ => throw new FileException(FileError.NotFound),
    };

    /// <summary>Opens a file for writing and makes it if needed.</summary>
    /// <exception cref="FileException">The folder is not there, or is read-only.</exception>
    public Stream OpenWrite(string path, bool append)
    {
        if (Find(path) is DeviceNode device)
            return device.Open();
        var file = MakeFile(path);
        if (!append)
            file.Replace(ReadOnlyMemory<byte>.Empty, time.GetUtcNow());
        return new FileWriteStream(file, append, time);
    }

    /// <summary>The file at a path that may be changed, made when absent.</summary>
    /// <exception cref="FileException">The folder is not there, or is read-only.</exception>
    public RegularFile MakeFile(string path)
    {
        lock (_gate)
        {
            path = FollowLinks(path);
            var (folder, name) = Own(path);
            switch (folder.Children.GetValueOrDefault(name))
            {
                case null:
                    var made = new RegularFile(0b110_100_100, time.GetUtcNow());
                    folder.Set(name, made);
                    return made;
                case RegularFile { IsShared: true } shared:
                    var copy = (RegularFile)shared.Copy();
                    folder.Set(name, copy);
                    return copy;
                case RegularFile file:
                    return file;
                case FolderNode:
                    throw new FileException(FileError.IsAFolder);
                default:
                    var replaced = new RegularFile(0b110_100_100, time.GetUtcNow());
                    folder.Set(name, replaced);
                    return replaced;
            }
        }
    }

    /// <summary>Makes a folder; with <paramref name="parents"/> also those above, and an existing one is fine.</summary>
    /// <exception cref="FileException">It exists, or its parent does not.</exception>
    public void MakeFolder(string path, bool parents)
    {
        if (Find(path) is { } existing)
        {
            if (parents && existing is FolderNode)
                return;
            throw new FileException(FileError.Exists);
        }
        if (parents && path.Length > 1 && Find(FilePath.Parent(path)) is not FolderNode)
            MakeFolder(FilePath.Parent(path), parents: true);
        Put(path, new FolderNode(0b111_101_101, time.GetUtcNow()));
    }

    /// <summary>Sets the entry at a path.</summary>
    /// <exception cref="FileException">The folder is not there, or is read-only.</exception>
    public void Put(string path, FileNode node)
    {
        lock (_gate)
        {
            var (folder, name) = Own(path);
            folder.Set(name, node);
        }
    }

    /// <summary>Takes an entry away, whatever is below it.</summary>
    /// <exception cref="FileException">It is not there, or its folder is read-only.</exception>
    public void Remove(string path)
    {
        lock (_gate)
        {
            var (folder, name) = Own(path);
            if (!folder.Children.ContainsKey(name))
                throw new FileException(FileError.NotFound);
            folder.Remove(name);
        }
    }

    /// <summary>Mounts a shared folder, making the folders on the way.</summary>
    public void Mount(VolumeMount mount)
    {
        var path = FilePath.Combine("/", mount.Path);
        if (FilePath.Parent(path) is not "/" and var parent)
            MakeFolder(parent, parents: true);
        Put(path, mount.Folder.Select(mount.SubPath, mount.ReadOnly));
    }

    private (FolderNode Folder, string Name) Own(string path)
    {
        if (path == "/")
            throw new FileException(FileError.Busy);
        if (_root.IsShared)
            _root = (FolderNode)_root.Copy();
        var folder = _root;
        var names = FollowLinks(FilePath.Parent(path)).Split('/', StringSplitOptions.RemoveEmptyEntries);
        foreach (var name in names)
        {
            switch (folder.Children.GetValueOrDefault(name))
            {
                case FolderNode { IsShared: true } shared:
                    var copy = (FolderNode)shared.Copy();
                    folder.Set(name, copy);
                    folder = copy;
                    break;
                case FolderNode next:
                    folder = next;
                    break;
                case null:
                    throw new FileException(FileError.NotFound);
                default:
                    throw new FileException(FileError.NotAFolder);
            }
            if (folder.IsReadOnly)
                throw new FileException(FileError.ReadOnly);
        }
        return (folder, FilePath.Name(path));
    }

    private string FollowLinks(string path)
    {
        for (var links = 0; links < MaximumLinks; links++)
        {
            var followed = FollowOne(path);
            if (followed == path)
                return path;
            path = followed;
        }
        throw new FileException(FileError.TooManyLinks);
    }

    private string FollowOne(string path)
    {
        FileNode? node = _root;
        var at = "";
        var names = path.Split('/', StringSplitOptions.RemoveEmptyEntries);
        for (var i = 0; i < names.Length && node is FolderNode folder; i++)
        {
            node = folder.Children.GetValueOrDefault(names[i]);
            if (node is LinkNode link)
                return FilePath.Combine("/", FilePath.Combine(at, link.Target) + "/" + string.Join('/', names[(i + 1)..]));
            at += "/" + names[i];
        }
        return path;
    }

    private FileNode? Walk(string path, bool followLast, int links)
    {
        FileNode? node = _root;
        var at = "";
        var names = path.Split('/', StringSplitOptions.RemoveEmptyEntries);
        for (var i = 0; i < names.Length; i++)
        {
            if (node is not FolderNode folder)
                return null;
            node = folder.Children.GetValueOrDefault(names[i]);
            if (node is LinkNode link && (followLast || i < names.Length - 1))
            {
                if (links >= MaximumLinks)
                    throw new FileException(FileError.TooManyLinks);
                var target = FilePath.Combine("/", FilePath.Combine(at, link.Target) + "/" + string.Join('/', names[(i + 1)..]));
                return Walk(target, followLast, links + 1);
            }
            at += "/" + names[i];
        }
        return node;
    }

    private static ReadOnlyMemory<byte> ReadAll(DeviceNode device)
    {
        using var stream = device.Open();
        var content = new MemoryStream();
        var buffer = new byte[4096];
        int read;
        while (content.Length < RegularFile.MaximumBytes && (read = stream.Read(buffer)) > 0)
            content.Write(buffer, 0, read);
        return content.ToArray();
    }
}
