namespace IstioLab.Cluster.Embedded.Runtime.Files;

/// <summary>A symbolic link.</summary>
internal sealed class LinkNode(string target, DateTimeOffset modifiedAt) : FileNode(0b111_111_111, modifiedAt)
{
    /// <summary>Where it points; relative to the folder that holds the link unless absolute.</summary>
    public string Target { get; } = target;

    /// <inheritdoc/>
    public override char TypeLetter => 'l';

    /// <inheritdoc/>
    public override long Size => Target.Length;

    /// <inheritdoc/>
    public override FileNode Copy() => new LinkNode(Target, ModifiedAt);
}
