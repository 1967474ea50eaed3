using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace IstioLab.Proxy.Tests.Tokens;

/// <summary>Signs tokens with a key of its own, and shows the public key as a RequestAuthentication wants it.</summary>
internal sealed class TokenIssuer : IDisposable
{
    private readonly RSA _rsa = RSA.Create(2048);
    private readonly ECDsa _curve = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    /// <summary>The public keys: <c>main</c> (RSA) and <c>curve</c>.</summary>
    public string Jwks
    {
        get
        {
            var rsa = _rsa.ExportParameters(false);
            var point = _curve.ExportParameters(false).Q;
            return $$"""{"keys":[{"kty":"RSA","kid":"main","n":"{{Text(rsa.Modulus!)}}","e":"{{Text(rsa.Exponent!)}}"},{"kty":"EC","kid":"curve","crv":"P-256","x":"{{Text(point.X!)}}","y":"{{Text(point.Y!)}}"}]}""";
        }
    }

    public string Sign(object claims, string algorithm = "RS256", string key = "main")
    {
        var signed = $"{Text(JsonSerializer.SerializeToUtf8Bytes(new { alg = algorithm, kid = key }))}.{Text(JsonSerializer.SerializeToUtf8Bytes(claims))}";
        var bytes = Encoding.ASCII.GetBytes(signed);
        var signature = algorithm switch
        {
            "PS256" => _rsa.SignData(bytes, HashAlgorithmName.SHA256, RSASignaturePadding.Pss),
            "ES256" => _curve.SignData(bytes, HashAlgorithmName.SHA256),
            "HS256" => HMACSHA256.HashData(Encoding.ASCII.GetBytes(Jwks), bytes),
            _ => _rsa.SignData(bytes, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1),
        };
        return $"{signed}.{Text(signature)}";
    }

    public void Dispose()
    {
        _rsa.Dispose();
        _curve.Dispose();
    }

    private static string Text(byte[] bytes) => Base64Url.EncodeToString(bytes);
}
