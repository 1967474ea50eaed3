using System.Collections.Immutable;
using System.Net;
using IstioLab.Config.Snapshots;

namespace IstioLab.Config.Explanation;

/// <summary>A request whose way is to be explained.</summary>
public sealed record ExplainRequest
{
    /// <summary>The caller's own name for the request; empty for none.</summary>
    public string Id { get; init; } = "";

    /// <summary>The proxy that the request goes through.</summary>
    public required ProxyIdentity From { get; init; }

    /// <summary>The method; <c>GET</c> by default.</summary>
    public string Method { get; init; } = "GET";

    /// <summary>The URL; its host is the Host header unless the headers have one.</summary>
    public required string Url { get; init; }

    /// <summary>Headers in the order given.</summary>
    public ImmutableArray<KeyValuePair<string, string>> Headers { get; init; } = [];

    /// <summary>The port dialled, where it differs from the URL's.</summary>
    public int? Port { get; init; }

    /// <summary>The address dialled, where it is not what the URL's host resolves to.</summary>
    public IPAddress? DestinationAddress { get; init; }

    /// <summary>The TLS server name, where it differs from the URL's host.</summary>
    public string? ServerName { get; init; }
}
