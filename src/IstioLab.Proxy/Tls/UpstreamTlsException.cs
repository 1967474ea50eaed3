using IstioLab.Proxy.Exchanges;

namespace IstioLab.Proxy.Tls;

/// <summary>TLS with an upstream did not come about.</summary>
/// <param name="kind">How Envoy calls it.</param>
/// <param name="message">What went wrong.</param>
/// <param name="inner">The cause.</param>
internal sealed class UpstreamTlsException(UpstreamFailure kind, string message, Exception? inner) : IOException(message, inner)
{
    /// <summary>How Envoy calls it.</summary>
    public UpstreamFailure Kind => kind;
}
