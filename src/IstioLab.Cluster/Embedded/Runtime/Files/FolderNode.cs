using System.Collections.Immutable;

namespace IstioLab.Cluster.Embedded.Runtime.Files;

/// <summary>A folder. Readers see one consistent set of entries; a mounted folder shares its entries with the other mounts.</summary>
internal sealed class FolderNode : FileNode
{
    private readonly Entries _entries;

    /// <summary>An empty folder.</summary>
    public FolderNode(int mode, DateTimeOffset modifiedAt)
        : this(mode, modifiedAt, new Entries(), false)
    {
    }

    private FolderNode(int mode, DateTimeOffset modifiedAt, Entries entries, bool readOnly)
        : base(mode, modifiedAt)
    {
        _entries = entries;
        IsReadOnly = readOnly;
    }

    /// <summary>Whether nothing below may change.</summary>
    public bool IsReadOnly { get; }

    /// <summary>Entries by name, in ordinal order.</summary>
    public ImmutableSortedDictionary<string, FileNode> Children => Volatile.Read(ref _entries.Map);

    /// <inheritdoc/>
    public override char TypeLetter => 'd';

    /// <inheritdoc/>
    public override long Size => 4096;

    /// <summary>Sets an entry.</summary>
    public void Set(string name, FileNode node) =>
        ImmutableInterlocked.Update(ref _entries.Map, static (map, entry) => map.SetItem(entry.name, entry.node), (name, node));

    /// <summary>Takes an entry away.</summary>
    public void Remove(string name) => ImmutableInterlocked.Update(ref _entries.Map, static (map, entry) => map.Remove(entry), name);

    /// <summary>Replaces all entries at once.</summary>
    public void ReplaceAll(ImmutableSortedDictionary<string, FileNode> children) => Volatile.Write(ref _entries.Map, children);

    /// <summary>The same entries under another permission.</summary>
    public FolderNode View(bool readOnly) => new(Mode, ModifiedAt, _entries, readOnly);

    /// <inheritdoc/>
    public override FileNode Copy()
    {
        var copy = new FolderNode(Mode, ModifiedAt);
        copy.ReplaceAll(Children);
        return copy;
    }

    private sealed class Entries
    {
        public ImmutableSortedDictionary<string, FileNode> Map = ImmutableSortedDictionary.Create<string, FileNode>(StringComparer.Ordinal);
    }
}
