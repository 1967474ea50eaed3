namespace IstioLab.Cluster.Embedded.Runtime.Files;

/// <summary>/dev/zero.</summary>
internal sealed class ZeroStream : ProgramStream
{
    /// <inheritdoc/>
    public override bool CanRead => true;

    /// <inheritdoc/>
    public override bool CanWrite => true;

    /// <inheritdoc/>
    public override int Read(Span<byte> buffer)
    {
        buffer.Clear();
        return buffer.Length;
    }

    /// <inheritdoc/>
    public override void Write(ReadOnlySpan<byte> buffer)
    {
    }
}
