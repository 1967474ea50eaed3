using System.Security.Cryptography;
using IstioLab.Cluster.Embedded.Runtime.Files;
using IstioLab.Proxy.Tls;

namespace IstioLab.Cluster.Embedded.Mesh.Certificates;

/// <summary>Certificates in files of the proxy's container, which volumes put there.</summary>
internal sealed class CredentialFiles(ContainerFiles files)
{
    /// <summary>Reads files; an empty path is none.</summary>
    public TlsMaterial Read(string certificate, string key, string authorities)
    {
        var path = certificate;
        try
        {
            var material = new TlsMaterial();
            if (certificate.Length > 0)
            {
                var pem = files.Read(certificate);
                path = key;
                material = material with { Certificate = PemBundle.ReadPair(pem.Span, files.Read(key).Span) };
            }
            path = authorities;
            return authorities.Length > 0 ? material with { Authorities = PemBundle.ReadAuthorities(files.Read(authorities).Span) } : material;
        }
        catch (FileException)
        {
            return new TlsMaterial { Problem = $"File '{path}' does not exist in the proxy's container. Mount a volume there, or use 'credentialName'." };
        }
        catch (Exception failure) when (failure is CryptographicException or ArgumentException)
        {
            return new TlsMaterial { Problem = $"File '{path}' holds no usable certificate in PEM: {failure.Message}" };
        }
    }
}
