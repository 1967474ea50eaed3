namespace IstioLab.Config.Routing;

/// <summary>What the matcher reads of a request. A value without copies: it points into the connection's own buffers.</summary>
/// <remarks>Split and normalise a raw target with <see cref="RequestTarget"/> first.</remarks>
public readonly struct RequestInfo
{
    /// <summary>The method, e.g. <c>GET</c>; case counts.</summary>
    public required string Method { get; init; }

    /// <summary><c>http</c> or <c>https</c>, as the client's connection to this proxy was.</summary>
    public required string Scheme { get; init; }

    /// <summary>The Host header as sent, with its port if it has one.</summary>
    public required string Authority { get; init; }

    /// <summary>The path without query and fragment, normalised.</summary>
    public required string Path { get; init; }

    /// <summary>The query without its question mark; empty when there is none.</summary>
    public string Query { get; init; }

    /// <summary>The other headers.</summary>
    public required IRequestHeaders Headers { get; init; }

    /// <summary>The claims of a validated token, when there is one.</summary>
    public IRequestClaims? Claims { get; init; }
}
