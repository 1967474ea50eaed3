using System.Collections.Immutable;

namespace IstioLab.Cluster.Embedded.Programs.Shell.Execution;

/// <summary>Open descriptors of a shell. A value: redirection makes another one.</summary>
internal sealed class ShellStreams
{
    private readonly ImmutableDictionary<int, Stream> _streams;

    /// <summary>The three standard streams.</summary>
    public ShellStreams(Stream input, Stream output, Stream error)
        : this(ImmutableDictionary<int, Stream>.Empty.Add(0, input).Add(1, output).Add(2, error))
    {
    }

    private ShellStreams(ImmutableDictionary<int, Stream> streams) => _streams = streams;

    /// <summary>Standard input.</summary>
    public Stream Input => Find(0) ?? Stream.Null;

    /// <summary>Standard output.</summary>
    public Stream Output => Find(1) ?? Stream.Null;

    /// <summary>Standard error.</summary>
    public Stream Error => Find(2) ?? Stream.Null;

    /// <summary>The stream of a descriptor, or <see langword="null"/> when it is closed.</summary>
    public Stream? Find(int descriptor) => _streams.GetValueOrDefault(descriptor);

    /// <summary>With a descriptor opened or, with <see langword="null"/>, closed.</summary>
    public ShellStreams With(int descriptor, Stream? stream) =>
        new(stream is null ? _streams.Remove(descriptor) : _streams.SetItem(descriptor, stream));
}
