namespace IstioLab.Cluster.Embedded.Runtime.Files;

/// <summary>A device or a file whose content is made when it is opened (/dev/null, /proc/uptime).</summary>
/// <param name="open">Makes a stream that serves reading and writing.</param>
/// <param name="modifiedAt">Last change.</param>
/// <param name="typeLetter">What <c>ls -l</c> begins with.</param>
internal sealed class DeviceNode(Func<Stream> open, DateTimeOffset modifiedAt, char typeLetter = 'c') : FileNode(0b110_110_110, modifiedAt)
{
    private readonly Func<Stream> _open = open;

    /// <inheritdoc/>
    public override char TypeLetter { get; } = typeLetter;

    /// <inheritdoc/>
    public override long Size => 0;

    /// <summary>Opens it.</summary>
    public Stream Open() => _open();

    /// <inheritdoc/>
    public override FileNode Copy() => new DeviceNode(_open, ModifiedAt, TypeLetter);
}
