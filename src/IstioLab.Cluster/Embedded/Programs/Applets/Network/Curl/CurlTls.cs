using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using IstioLab.Cluster.Embedded.Mesh.Certificates;
using IstioLab.Cluster.Embedded.Runtime.Files;

namespace IstioLab.Cluster.Embedded.Programs.Applets.Network.Curl;

/// <summary>The TLS of <c>https://</c>: <c>-k</c>, <c>--cacert</c>, <c>--cert</c> and <c>--key</c>.</summary>
internal sealed class CurlTls(ProgramContext context, CurlOptions options, string host)
{
    /// <summary>What secures a connection; null for http.</summary>
    public static Func<Stream, CancellationToken, ValueTask<Stream>>? Of(ProgramContext context, CurlOptions options, CurlUrl url) =>
        url.IsSecure ? new CurlTls(context, options, url.Host).SecureAsync : null;

    /// <summary>Shakes hands.</summary>
    /// <exception cref="CurlException">The sides do not agree, or a file cannot be read.</exception>
    private async ValueTask<Stream> SecureAsync(Stream connection, CancellationToken cancellationToken)
    {
        var problem = "";
        var authorities = options.AuthorityFile is { } file ? Authorities(file) : null;
        var stream = new SslStream(connection, leaveInnerStreamOpen: false);
        try
        {
            await stream.AuthenticateAsClientAsync(
                new SslClientAuthenticationOptions
                {
                    TargetHost = host,
                    ApplicationProtocols = [SslApplicationProtocol.Http11],
                    ClientCertificateContext = Certificate(),
                    CertificateRevocationCheckMode = X509RevocationMode.NoCheck,
                    CertificateChainPolicy = Policy(authorities),
                    RemoteCertificateValidationCallback = (_, _, _, errors) => options.Insecure || (problem = Words(errors)).Length == 0,
                },
                cancellationToken);
            return stream;
        }
        catch (Exception failure) when (failure is AuthenticationException or IOException)
        {
            await stream.DisposeAsync();
            if (problem.Length > 0) throw new CurlException(60, problem);
            throw new CurlException(35, failure is IOException ? "Recv failure: Connection reset by peer" : "TLS connect error: the server does not speak TLS, or refuses");
        }
    }

    private static X509ChainPolicy? Policy(X509Certificate2Collection? authorities)
    {
        if (authorities is null) return null;
        var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        policy.CustomTrustStore.AddRange(authorities);
        return policy;
    }

    private string Words(SslPolicyErrors errors) => errors switch
    {
        SslPolicyErrors.None => "",
        SslPolicyErrors.RemoteCertificateNameMismatch => $"SSL: no alternative certificate subject name matches target host name '{host}'",
        _ => "SSL certificate problem: unable to get local issuer certificate",
    };

    private X509Certificate2Collection Authorities(string file)
    {
        try
        {
            return PemBundle.ReadAuthorities(context.Files.Read(context.PathOf(file)).Span);
        }
        catch (Exception failure) when (failure is FileException or CryptographicException)
        {
            throw new CurlException(77, $"error adding trust anchors from file: {file}");
        }
    }

    private SslStreamCertificateContext? Certificate()
    {
        if (options.CertificateFile is not { } file) return null;
        try
        {
            var key = context.Files.Read(context.PathOf(options.KeyFile ?? file));
            return PemBundle.ReadPair(context.Files.Read(context.PathOf(file)).Span, key.Span);
        }
        catch (Exception failure) when (failure is FileException or CryptographicException or ArgumentException)
        {
            throw new CurlException(58, $"unable to use the client certificate '{file}'");
        }
    }
}
