using IstioLab.Cluster.Embedded.Runtime.Files;

namespace IstioLab.Cluster.Embedded.Programs.Shell.Execution;

/// <summary>Collects output, up to a limit.</summary>
internal sealed class CaptureStream : ProgramStream
{
    private readonly Lock _gate = new();
    private readonly MemoryStream _content = new();

    /// <inheritdoc/>
    public override bool CanRead => false;

    /// <inheritdoc/>
    public override bool CanWrite => true;

    /// <summary>The limit was reached, and writers got a broken pipe.</summary>
    public bool IsFull { get; private set; }

    /// <summary>What was written.</summary>
    public ReadOnlyMemory<byte> Content
    {
        get
        {
            lock (_gate)
                return _content.GetBuffer().AsMemory(0, (int)_content.Length);
        }
    }

    /// <inheritdoc/>
    public override void Write(ReadOnlySpan<byte> buffer)
    {
        lock (_gate)
        {
            IsFull |= _content.Length + buffer.Length > ShellState.MaximumLength;
            if (IsFull)
                throw new BrokenPipeException();
            _content.Write(buffer);
        }
    }
}
