namespace IstioLab.Cluster.Embedded.Runtime.Files;

/// <summary>A file, folder or other entry of a container's tree.</summary>
internal abstract class FileNode(int mode, DateTimeOffset modifiedAt)
{
    /// <summary>Permission bits.</summary>
    public int Mode { get; set; } = mode;

    /// <summary>Last change of the content.</summary>
    public DateTimeOffset ModifiedAt { get; set; } = modifiedAt;

    /// <summary>Part of an image: shared by all containers and copied before the first change.</summary>
    public bool IsShared { get; set; }

    /// <summary>The letter that <c>ls -l</c> begins with.</summary>
    public abstract char TypeLetter { get; }

    /// <summary>Size in bytes as <c>ls -l</c> shows it.</summary>
    public abstract long Size { get; }

    /// <summary>A copy that may be changed.</summary>
    public abstract FileNode Copy();
}
