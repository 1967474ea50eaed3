using IstioLab.Cluster.Embedded.Runtime.Files;

namespace IstioLab.Cluster.Embedded.Runtime.Logs;

/// <summary>A stream of process 1: what is written goes to the container's log.</summary>
internal sealed class LogWriter(ContainerLog log, LogStream stream) : ProgramStream
{
    /// <inheritdoc/>
    public override bool CanRead => false;

    /// <inheritdoc/>
    public override bool CanWrite => true;

    /// <inheritdoc/>
    public override void Write(ReadOnlySpan<byte> buffer) => log.Write(stream, buffer);
}
