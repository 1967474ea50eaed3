namespace IstioLab.Cluster.Embedded.Runtime.Files;

/// <summary>An executable of the image: running it runs the program of that name.</summary>
internal sealed class ProgramFile(string programName, DateTimeOffset modifiedAt) : FileNode(0b111_101_101, modifiedAt)
{
    /// <summary>Name of the program in the image's set of programs.</summary>
    public string ProgramName { get; } = programName;

    /// <inheritdoc/>
    public override char TypeLetter => '-';

    /// <inheritdoc/>
    public override long Size => 0;

    /// <inheritdoc/>
    public override FileNode Copy() => new ProgramFile(ProgramName, ModifiedAt);
}
