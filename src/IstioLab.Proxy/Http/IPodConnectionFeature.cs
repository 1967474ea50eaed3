using System.Net;

namespace IstioLab.Proxy.Http;

/// <summary>What is known of the connection that a request came on; a feature of every connection that <see cref="PodHttpServer"/> serves.</summary>
public interface IPodConnectionFeature
{
    /// <summary>The dialling side's address and port.</summary>
    IPEndPoint Source { get; }

    /// <summary>What the dialling side asked for, before any capture.</summary>
    IPEndPoint Destination { get; }

    /// <summary>What the dialling pod's sidecar reports itself as; null without a sidecar.</summary>
    object? SourcePeerMetadata { get; }
}
