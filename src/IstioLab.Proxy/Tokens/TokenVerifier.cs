using System.Collections.Frozen;
using System.Security.Cryptography;
using System.Text;
using IstioLab.Config.Tokens;
using Microsoft.IdentityModel.Tokens;

namespace IstioLab.Proxy.Tokens;

/// <summary>Checks a token's signature with the keys that stand in its rule. Nothing is fetched: keys that are elsewhere are not there.</summary>
internal sealed class TokenVerifier : ITokenVerifier
{
    private const string NoKey = "Jwks doesn't have key to match kid or alg from Jwt";

    private static readonly FrozenSet<string> Algorithms = FrozenSet.ToFrozenSet(
        ["ES256", "ES384", "ES512", "HS256", "HS384", "HS512", "RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "EdDSA"], StringComparer.Ordinal);

    private TokenVerifier()
    {
    }

    public static TokenVerifier Instance { get; } = new();

    public string? Verify(string keys, string token)
    {
        var parts = token.Split('.');
        var (header, problem) = TokenHeader.Read(parts[0]);
        if (header is null)
            return problem;
        if (!Algorithms.Contains(header.Algorithm))
            return "Jwt header [alg] is not supported";
        if (Decode(parts[2]) is not { } signature)
            return "Jwt signature is an invalid Base64url encoded";
        // As istiod does when it could not fetch keys: it hands Envoy one that fits nothing.
        if (keys.Length == 0)
            return NoKey;
        var set = KeySet.Of(keys).Keys;
        if (set.Count == 0)
            return "Jwks doesn't have any valid public key";
        var fitting = set.Where(key => Fits(key, header)).ToList();
        if (fitting.Count == 0)
            return NoKey;
        var signed = Encoding.ASCII.GetBytes($"{parts[0]}.{parts[1]}");
        return fitting.Exists(key => Signed(key, header.Algorithm, signed, signature)) ? null : "Jwt verification fails";
    }

    private static bool Fits(JsonWebKey key, TokenHeader header) =>
        (header.KeyId.Length == 0 || string.IsNullOrEmpty(key.Kid) || key.Kid == header.KeyId)
        && (string.IsNullOrEmpty(key.Alg) || key.Alg == header.Algorithm);

    private static bool Signed(JsonWebKey key, string algorithm, byte[] signed, byte[] signature)
    {
        var factory = CryptoProviderFactory.Default;
        try
        {
            if (!factory.IsSupportedAlgorithm(algorithm, key))
                return false;
            var provider = factory.CreateForVerifying(key, algorithm);
            try
            {
                return provider.Verify(signed, signature);
            }
            finally
            {
                factory.ReleaseSignatureProvider(provider);
            }
        }
        catch (Exception failure) when (failure is ArgumentException or NotSupportedException or InvalidOperationException or CryptographicException)
        {
            // A key that cannot be used with the algorithm signs nothing.
            return false;
        }
    }

    private static byte[]? Decode(string part)
    {
        try
        {
            return Base64UrlEncoder.DecodeBytes(part);
        }
        catch (FormatException)
        {
            return null;
        }
    }
}
