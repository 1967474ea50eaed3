using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using IstioLab.Proxy.Exchanges;

namespace IstioLab.Proxy.Tls;

/// <summary>Begins TLS towards an upstream, as a DestinationRule asks for it.</summary>
internal static class TlsOriginator
{
    /// <summary>Shakes hands over a connection, which is closed when that fails.</summary>
    /// <param name="connection">The connection.</param>
    /// <param name="tls">What to ask for.</param>
    /// <param name="material">The certificates.</param>
    /// <param name="protocol">What to speak over it; null for what is no HTTP.</param>
    /// <param name="ct">Ends it.</param>
    /// <exception cref="UpstreamTlsException">The sides do not agree.</exception>
    public static async ValueTask<SslStream> ConnectAsync(
        Stream connection, UpstreamTls tls, TlsMaterial? material, SslApplicationProtocol? protocol, CancellationToken ct)
    {
        if (material is null or { Problem: not null })
        {
            await connection.DisposeAsync();
            throw new UpstreamTlsException(UpstreamFailure.NoSecret, material?.Problem ?? "The proxy has no certificates.", null);
        }
        var verifier = VerifierOf(tls, material);
        var isRejected = false;
        var stream = new SslStream(connection, leaveInnerStreamOpen: false);
        try
        {
            await stream.AuthenticateAsClientAsync(
                new SslClientAuthenticationOptions
                {
                    TargetHost = tls.ServerName,
                    ApplicationProtocols = protocol is { } spoken ? [spoken] : null,
                    ClientCertificateContext = material.Certificate,
                    CertificateRevocationCheckMode = X509RevocationMode.NoCheck,
                    AllowRenegotiation = false,
                    RemoteCertificateValidationCallback = (_, certificate, chain, _) =>
                        !(isRejected = certificate is not X509Certificate2 shown || !verifier.Accepts(shown, chain)),
                },
                ct);
            return stream;
        }
        catch (Exception failure) when (failure is AuthenticationException or IOException)
        {
            await stream.DisposeAsync();
            var kind = isRejected ? UpstreamFailure.CertificateRejected
                : failure is AuthenticationException ? UpstreamFailure.NoTls : UpstreamFailure.TlsClosed;
            throw new UpstreamTlsException(kind, failure.Message, failure);
        }
        catch
        {
            await stream.DisposeAsync();
            throw;
        }
    }

    private static PeerVerifier VerifierOf(UpstreamTls tls, TlsMaterial material)
    {
        var checks = !tls.Settings.InsecureSkipVerify && (material.Authorities is not null || tls.ChecksServer);
        return new PeerVerifier
        {
            Authorities = material.Authorities,
            ChecksChain = checks,
            SubjectAltNames = checks ? tls.Settings.SubjectAltNames : [],
            HostName = checks && tls.ChecksName ? tls.ServerName : null,
        };
    }
}
