using System.Text.Json;
using Microsoft.IdentityModel.Tokens;

namespace IstioLab.Proxy.Tokens;

/// <summary>The first part of a token: how it is signed.</summary>
/// <param name="Algorithm">For example <c>RS256</c>.</param>
/// <param name="KeyId">Which key; empty for any.</param>
internal sealed record TokenHeader(string Algorithm, string KeyId)
{
    /// <returns>The header, or what is wrong with it.</returns>
    public static (TokenHeader? Header, string? Problem) Read(string part)
    {
        try
        {
            using var document = JsonDocument.Parse(Base64UrlEncoder.DecodeBytes(part));
            var root = document.RootElement;
            if (root.ValueKind != JsonValueKind.Object)
                return (null, "Jwt header is an invalid JSON");
            if (!root.TryGetProperty("alg", out var algorithm) || algorithm.ValueKind != JsonValueKind.String)
                return (null, "Jwt header [alg] field is required and must be a string");
            if (root.TryGetProperty("kid", out var key) && key.ValueKind != JsonValueKind.String)
                return (null, "Jwt header [kid] field is not a string");
            return (new TokenHeader(algorithm.GetString()!, key.ValueKind == JsonValueKind.String ? key.GetString()! : ""), null);
        }
        catch (FormatException)
        {
            return (null, "Jwt header is an invalid Base64url encoded");
        }
        catch (JsonException)
        {
            return (null, "Jwt header is an invalid JSON");
        }
    }
}
