namespace IstioLab.Cluster.Embedded.Programs.Http;

/// <summary>What a program answers. Content-Length is added.</summary>
internal sealed record HttpServerResponse
{
    /// <summary>Status code.</summary>
    public required int Status { get; init; }

    /// <summary>Reason; <see langword="null"/> is the usual one.</summary>
    public string? Reason { get; init; }

    /// <summary>Headers, in order.</summary>
    public IReadOnlyList<HttpHeader> Headers { get; init; } = [];

    /// <summary>Body.</summary>
    public ReadOnlyMemory<byte> Body { get; init; }

    /// <summary>Sends the head only, with the length of the body.</summary>
    public bool IsHeadOnly { get; init; }

    /// <summary>Closes the connection afterwards.</summary>
    public bool Close { get; init; }
}
