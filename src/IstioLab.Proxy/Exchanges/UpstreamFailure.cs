using System.Text;

namespace IstioLab.Proxy.Exchanges;

/// <summary>Why an upstream gave no answer, in Envoy's words. One instance per way to fail.</summary>
internal sealed class UpstreamFailure
{
    public static readonly UpstreamFailure Refused = new(
        UpstreamFailureKind.Connect, ResponseFlags.UpstreamConnectionFailure, "remote connection failure", "delayed connect error: 111");

    public static readonly UpstreamFailure Unreachable = new(
        UpstreamFailureKind.Connect, ResponseFlags.UpstreamConnectionFailure, "remote connection failure", "delayed connect error: 113");

    public static readonly UpstreamFailure ConnectTimeout = new(
        UpstreamFailureKind.Connect, ResponseFlags.UpstreamConnectionFailure, "connection timeout", null);

    public static readonly UpstreamFailure CertificateRejected = OfTls("TLS_error:|268435581:SSL routines:OPENSSL_internal:CERTIFICATE_VERIFY_FAILED:TLS_error_end");

    public static readonly UpstreamFailure NoTls = OfTls("TLS_error:|268435703:SSL routines:OPENSSL_internal:WRONG_VERSION_NUMBER:TLS_error_end");

    public static readonly UpstreamFailure TlsClosed = OfTls("TLS_error:|33554536:system library:OPENSSL_internal:Connection reset by peer:TLS_error_end");

    public static readonly UpstreamFailure NoSecret = OfTls("TLS error: Secret is not supplied by SDS");

    public static readonly UpstreamFailure Terminated = new(
        UpstreamFailureKind.Reset, ResponseFlags.UpstreamConnectionTermination, "connection termination", null);

    public static readonly UpstreamFailure RemoteReset = new(
        UpstreamFailureKind.Reset, ResponseFlags.UpstreamRemoteReset, "remote reset", null);

    public static readonly UpstreamFailure RefusedStream = new(
        UpstreamFailureKind.RefusedStream, ResponseFlags.UpstreamRemoteReset, "remote refused stream reset", null);

    public static readonly UpstreamFailure Protocol = new(
        UpstreamFailureKind.Reset, ResponseFlags.UpstreamProtocolError, "protocol error", null, status: 502);

    private readonly LocalReply _first;
    private readonly LocalReply _retried;

    private UpstreamFailure(UpstreamFailureKind kind, ResponseFlags flags, string reason, string? transportReason, int status = 503)
    {
        Kind = kind;
        TransportReason = transportReason?.Replace(' ', '_');
        var tail = transportReason is null ? reason : $"{reason}, transport failure reason: {transportReason}";
        var inner = transportReason is null ? reason : $"{reason}|{transportReason}";
        var details = $"upstream_reset_before_response_started{{{inner.Replace(' ', '_')}}}";
        _first = new LocalReply(status, flags, details, Utf8("reset reason: " + tail));
        _retried = _first with { Body = Utf8("retried and the latest reset reason: " + tail) };
    }

    public UpstreamFailureKind Kind { get; }

    /// <summary>The access log's <c>UPSTREAM_TRANSPORT_FAILURE_REASON</c>.</summary>
    public string? TransportReason { get; }

    public LocalReply Reply(bool retried) => retried ? _retried : _first;

    private static UpstreamFailure OfTls(string reason) =>
        new(UpstreamFailureKind.Connect, ResponseFlags.UpstreamConnectionFailure, "remote connection failure", reason);

    private static byte[] Utf8(string end) =>
        Encoding.UTF8.GetBytes("upstream connect error or disconnect/reset before headers. " + end);
}
