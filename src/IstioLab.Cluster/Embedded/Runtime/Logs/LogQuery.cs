namespace IstioLab.Cluster.Embedded.Runtime.Logs;

/// <summary>Which part of a log to read, as the <c>log</c> subresource of a pod has it.</summary>
internal sealed record LogQuery
{
    /// <summary>Only the last lines; <see langword="null"/> is all of them.</summary>
    public int? TailLines { get; init; }

    /// <summary>Only lines written at or after this time.</summary>
    public DateTimeOffset? Since { get; init; }

    /// <summary>Puts an RFC 3339 time with nanoseconds before each line.</summary>
    public bool Timestamps { get; init; }

    /// <summary>Goes on with new lines until the container ends.</summary>
    public bool Follow { get; init; }

    /// <summary>Ends after this many bytes.</summary>
    public long? LimitBytes { get; init; }

    /// <summary>Only this stream; <see langword="null"/> is both, in the order of writing.</summary>
    public LogStream? Stream { get; init; }
}
