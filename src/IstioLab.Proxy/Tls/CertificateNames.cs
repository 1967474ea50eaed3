using System.Collections.Immutable;
using System.Formats.Asn1;
using System.Net;
using System.Security.Cryptography.X509Certificates;

namespace IstioLab.Proxy.Tls;

/// <summary>The subject alternative names of a certificate (RFC 5280 §4.2.1.6).</summary>
internal sealed record CertificateNames(ImmutableArray<string> Dns, ImmutableArray<string> Uris, ImmutableArray<string> Addresses)
{
    private const string Extension = "2.5.29.17";
    private const int DnsTag = 2;
    private const int UriTag = 6;
    private const int AddressTag = 7;

    private static readonly CertificateNames s_none = new([], [], []);

    public static CertificateNames Of(X509Certificate2 certificate)
    {
        foreach (var extension in certificate.Extensions)
        {
            if (extension.Oid?.Value == Extension)
                return Read(extension.RawData);
        }
        return s_none;
    }

    private static CertificateNames Read(ReadOnlyMemory<byte> encoded)
    {
        var dns = ImmutableArray.CreateBuilder<string>();
        var uris = ImmutableArray.CreateBuilder<string>();
        var addresses = ImmutableArray.CreateBuilder<string>();
        try
        {
            var names = new AsnReader(encoded, AsnEncodingRules.DER).ReadSequence();
            while (names.HasData)
            {
                var tag = names.PeekTag();
                switch (tag.TagValue)
                {
                    case DnsTag:
                        dns.Add(names.ReadCharacterString(UniversalTagNumber.IA5String, tag));
                        break;
                    case UriTag:
                        uris.Add(names.ReadCharacterString(UniversalTagNumber.IA5String, tag));
                        break;
                    case AddressTag:
                        addresses.Add(new IPAddress(names.ReadOctetString(tag)).ToString());
                        break;
                    default:
                        names.ReadEncodedValue();
                        break;
                }
            }
        }
        catch (Exception failure) when (failure is AsnContentException or ArgumentException)
        {
            // What cannot be read names nobody.
        }
        return new CertificateNames(dns.ToImmutable(), uris.ToImmutable(), addresses.ToImmutable());
    }
}
