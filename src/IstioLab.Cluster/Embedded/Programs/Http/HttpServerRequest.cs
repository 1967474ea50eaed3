using System.Net;

namespace IstioLab.Cluster.Embedded.Programs.Http;

/// <summary>A request that a program of a container serves.</summary>
internal sealed record HttpServerRequest
{
    /// <summary>The method.</summary>
    public required string Method { get; init; }

    /// <summary>Path and query as sent.</summary>
    public required string Target { get; init; }

    /// <summary>The head.</summary>
    public required HttpHead Head { get; init; }

    /// <summary>The whole body.</summary>
    public ReadOnlyMemory<byte> Body { get; init; }

    /// <summary>Who has sent it.</summary>
    public required IPEndPoint Source { get; init; }

    /// <summary>The path alone, percent-decoded.</summary>
    public string Path => Uri.UnescapeDataString(Target.IndexOf('?', StringComparison.Ordinal) is >= 0 and var query ? Target[..query] : Target);

    /// <summary>Behind the question mark; empty when there is none.</summary>
    public string Query => Target.IndexOf('?', StringComparison.Ordinal) is >= 0 and var query ? Target[(query + 1)..] : "";
}
