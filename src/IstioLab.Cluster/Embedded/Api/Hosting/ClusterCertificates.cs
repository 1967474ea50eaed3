using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using IstioLab.Cluster.Environments;

namespace IstioLab.Cluster.Embedded.Api.Hosting;

/// <summary>The CA of one environment, the server's certificate and the administrator's; kept in the environment's folder.</summary>
internal sealed class ClusterCertificates : IDisposable
{
    private static readonly TimeSpan s_lifetime = TimeSpan.FromDays(3650);
    private static readonly TimeSpan s_margin = TimeSpan.FromDays(1);

    private ClusterCertificates(X509Certificate2 authority, X509Certificate2 server, string adminCertificate, string adminKey, string adminToken)
    {
        Authority = authority;
        Server = server;
        AdminCertificate = adminCertificate;
        AdminKey = adminKey;
        AdminToken = adminToken;
    }

    /// <summary>The CA, without its key.</summary>
    public X509Certificate2 Authority { get; }

    /// <summary>The server's certificate with its key.</summary>
    public X509Certificate2 Server { get; }

    /// <summary>The administrator's certificate as PEM.</summary>
    public string AdminCertificate { get; }

    /// <summary>The administrator's key as PEM.</summary>
    public string AdminKey { get; }

    /// <summary>The administrator's bearer token.</summary>
    public string AdminToken { get; }

    /// <summary>The CA as PEM.</summary>
    public string AuthorityPem => Authority.ExportCertificatePem();

    /// <summary>Reads the certificates of a folder, or makes them when they are missing, unreadable or about to expire.</summary>
    public static ClusterCertificates LoadOrCreate(string folder, TimeProvider time)
    {
        PrivateFiles.CreateFolder(folder);
        return TryLoad(folder, time) ?? Create(folder, time);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Authority.Dispose();
        Server.Dispose();
    }

    private static ClusterCertificates? TryLoad(string folder, TimeProvider time)
    {
        try
        {
            var authority = X509Certificate2.CreateFromPem(File.ReadAllText(Path.Combine(folder, "ca.crt")));
            var server = Reload(X509Certificate2.CreateFromPemFile(Path.Combine(folder, "server.crt"), Path.Combine(folder, "server.key")));
            var admin = File.ReadAllText(Path.Combine(folder, "admin.crt"));
            var key = File.ReadAllText(Path.Combine(folder, "admin.key"));
            var token = File.ReadAllText(Path.Combine(folder, "admin.token")).Trim();
            if (server.NotAfter.ToUniversalTime() - time.GetUtcNow() > s_margin && token.Length > 0)
                return new ClusterCertificates(authority, server, admin, key, token);
        }
        catch (Exception problem) when (problem is IOException or CryptographicException or UnauthorizedAccessException)
        {
            // A half-written or foreign folder gets fresh certificates.
        }
        return null;
    }

    private static ClusterCertificates Create(string folder, TimeProvider time)
    {
        var from = time.GetUtcNow().AddMinutes(-5);
        var until = from + s_lifetime;
        using var authorityKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=istiolab-ca", authorityKey, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign, true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, false));
        using var authority = request.CreateSelfSigned(from, until);

        var (serverCertificate, serverKey) = Issue(authority, "CN=kube-apiserver", serverSide: true, from, until);
        var (adminCertificate, adminKey) = Issue(authority, "O=system:masters, CN=istiolab-admin", serverSide: false, from, until);
        var token = Convert.ToHexString(RandomNumberGenerator.GetBytes(32));
        PrivateFiles.WriteText(Path.Combine(folder, "ca.crt"), authority.ExportCertificatePem());
        PrivateFiles.WriteText(Path.Combine(folder, "server.crt"), serverCertificate);
        PrivateFiles.WriteText(Path.Combine(folder, "server.key"), serverKey);
        PrivateFiles.WriteText(Path.Combine(folder, "admin.crt"), adminCertificate);
        PrivateFiles.WriteText(Path.Combine(folder, "admin.key"), adminKey);
        PrivateFiles.WriteText(Path.Combine(folder, "admin.token"), token);
        return new ClusterCertificates(
            X509CertificateLoader.LoadCertificate(authority.Export(X509ContentType.Cert)),
            Reload(X509Certificate2.CreateFromPem(serverCertificate, serverKey)),
            adminCertificate,
            adminKey,
            token);
    }

    private static (string Certificate, string Key) Issue(X509Certificate2 authority, string subject, bool serverSide, DateTimeOffset from, DateTimeOffset until)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest(subject, key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(false, false, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid(serverSide ? "1.3.6.1.5.5.7.3.1" : "1.3.6.1.5.5.7.3.2")], false));
        request.CertificateExtensions.Add(X509AuthorityKeyIdentifierExtension.CreateFromCertificate(authority, true, false));
        if (serverSide) request.CertificateExtensions.Add(ServerNames());
        Span<byte> serial = stackalloc byte[16];
        RandomNumberGenerator.Fill(serial);
        serial[0] &= 0x7f;
        using var certificate = request.Create(authority, from, until, serial);
        return (certificate.ExportCertificatePem(), key.ExportPkcs8PrivateKeyPem());
    }

    private static X509Extension ServerNames()
    {
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(IPAddress.Loopback);
        names.AddIpAddress(IPAddress.IPv6Loopback);
        names.AddIpAddress(IPAddress.Parse("10.96.0.1"));
        foreach (var name in new[] { "localhost", "kubernetes", "kubernetes.default", "kubernetes.default.svc", "kubernetes.default.svc.cluster.local" })
            names.AddDnsName(name);
        return names.Build();
    }

    // Windows' TLS cannot use a key that came from PEM; one that went through PKCS#12 works everywhere.
    private static X509Certificate2 Reload(X509Certificate2 certificate)
    {
        using (certificate) return X509CertificateLoader.LoadPkcs12(certificate.Export(X509ContentType.Pkcs12), null);
    }
}
