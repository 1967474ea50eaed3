namespace IstioLab.Proxy.Exchanges;

/// <summary>What a retry policy tells apart.</summary>
internal enum UpstreamFailureKind
{
    /// <summary>No connection: <c>connect-failure</c>, and <c>reset</c>, <c>5xx</c>, <c>gateway-error</c>.</summary>
    Connect,

    /// <summary>The connection or stream ended before the answer began: <c>reset</c>, <c>5xx</c>, <c>gateway-error</c>.</summary>
    Reset,

    /// <summary>The upstream refused the HTTP/2 stream: <c>refused-stream</c>, <c>reset</c>, <c>5xx</c>.</summary>
    RefusedStream,
}
