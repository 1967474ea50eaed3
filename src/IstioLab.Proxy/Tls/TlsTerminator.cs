using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using IstioLab.Config.Snapshots;
using IstioLab.Proxy.Http;

namespace IstioLab.Proxy.Tls;

/// <summary>Ends a client's TLS, as the servers of a Gateway ask for it.</summary>
internal static class TlsTerminator
{
    // Istio's transport_socket_connect_timeout.
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(15);

    private static readonly List<SslApplicationProtocol> s_http = [SslApplicationProtocol.Http2, SslApplicationProtocol.Http11];

    /// <summary>Shakes hands; the connection's transport is the decrypted one afterwards.</summary>
    /// <param name="connection">The connection, of which nothing is read yet.</param>
    /// <param name="tls">What the server asks for.</param>
    /// <param name="material">Its certificates.</param>
    /// <param name="isHttp">Whether HTTP follows, whose versions are negotiated.</param>
    /// <param name="time">The clock.</param>
    /// <param name="ct">Ends it.</param>
    /// <returns>False when the client's offer or certificate does not fit; the connection is of no use then.</returns>
    public static async ValueTask<bool> AcceptAsync(
        PodConnectionContext connection, ServerTls tls, TlsMaterial material, bool isHttp, TimeProvider time, CancellationToken ct)
    {
        var stream = new SslStream(new DuplexPipeStream(connection.Transport), leaveInnerStreamOpen: false);
        using var late = new CancellationTokenSource(s_limit, time);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(ct, late.Token);
        try
        {
            await stream.AuthenticateAsServerAsync(Options(tls, material, isHttp), limit.Token);
        }
        catch (Exception failure) when (failure is AuthenticationException or IOException or OperationCanceledException or InvalidOperationException)
        {
            await stream.DisposeAsync();
            ct.ThrowIfCancellationRequested();
            return false;
        }
        connection.Secure(
            new SecuredTransport(stream), stream.NegotiatedApplicationProtocol == SslApplicationProtocol.Http2, stream.RemoteCertificate as X509Certificate2);
        return true;
    }

    private static SslServerAuthenticationOptions Options(ServerTls tls, TlsMaterial material, bool isHttp)
    {
        var verifier = new PeerVerifier
        {
            Authorities = material.Authorities ?? [],
            SubjectAltNames = tls.SubjectAltNames,
            CertificateHashes = tls.CertificateHashes,
            PublicKeyHashes = tls.PublicKeyHashes,
        };
        return new SslServerAuthenticationOptions
        {
            ServerCertificateContext = material.Certificate,
            EnabledSslProtocols = TlsVersions.Between(tls.MinVersion, tls.MaxVersion),
            ApplicationProtocols = isHttp ? s_http : null,
            CipherSuitesPolicy = CipherNames.Policy(tls.CipherSuites),
            ClientCertificateRequired = tls.AsksForClientCertificate,
            CertificateRevocationCheckMode = X509RevocationMode.NoCheck,
            AllowRenegotiation = false,
            RemoteCertificateValidationCallback = (_, certificate, chain, _) => certificate is X509Certificate2 shown
                ? verifier.Accepts(shown, chain)
                : !tls.RequiresClientCertificate,
        };
    }
}
