using System.Text.Json;
using System.Text.Json.Nodes;
using IstioLab.Config.Validation.Checks;

namespace IstioLab.Config.Validation.Security;

/// <summary>Inline key sets. See https://datatracker.ietf.org/doc/html/rfc7517</summary>
internal static class JsonWebKeys
{
    private static readonly string[] s_curves = ["P-256", "P-384", "P-521", "Ed25519", "Ed448", "X25519", "X448"];
    private static readonly string[] s_numbers = ["n", "e", "x", "y", "k", "d", "p", "q", "dp", "dq", "qi"];

    public static void Check(ValidationScope scope, ConfigValue jwks)
    {
        JsonNode? json;
        try
        {
            json = JsonNode.Parse(jwks.Text);
        }
        catch (JsonException)
        {
            scope.Error(jwks, "jwks parse error: failed to unmarshal JWK set: the text is not JSON");
            return;
        }

        var keys = json is JsonObject map && map["keys"] is JsonArray array ? [.. array] : new List<JsonNode?> { json };
        foreach (var (index, key) in keys.Index())
        {
            if (Error(key as JsonObject) is { } error)
            {
                scope.Error(jwks, $"jwks parse error: {error}");
                return;
            }

            if (Text(key!, "kty") == "oct" || Text(key!, "d").Length > 0)
            {
                scope.Warn(jwks, $"jwks key at index {index} contains private key material; only public keys are used for verification");
            }
        }
    }

    private static string? Error(JsonObject? key)
    {
        if (key is null)
        {
            return "failed to unmarshal JWK set: a key is not an object";
        }

        string[]? needed = Text(key, "kty") switch
        {
            "RSA" => ["n", "e"],
            "EC" => ["crv", "x", "y"],
            "OKP" => ["crv", "x"],
            "oct" => ["k"],
            _ => null,
        };
        if (needed is null)
        {
            return $"failed to unmarshal key from JSON headers: invalid key type from JSON ({Text(key, "kty")})";
        }

        var missing = needed.FirstOrDefault(name => Text(key, name).Length == 0);
        if (missing is not null)
        {
            return $"failed to unmarshal JWK set: required field {missing} is missing";
        }

        if (Text(key, "crv") is { Length: > 0 } curve && !s_curves.Contains(curve))
        {
            return $"failed to unmarshal JWK set: invalid value for jwa.EllipticCurveAlgorithm: {GoText.Quote(curve)}";
        }

        var wrong = s_numbers.FirstOrDefault(name => Text(key, name) is { Length: > 0 } text && !IsBase64(text.TrimEnd('=')));
        return wrong is null ? null : $"failed to unmarshal JWK set: failed to decode value for key {wrong}: illegal base64 data";
    }

    private static bool IsBase64(string text) =>
        text.Length % 4 != 1 && text.All(static c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '+' or '/');

    private static string Text(JsonNode key, string name) => key[name] is JsonValue value && value.TryGetValue<string>(out var text) ? text : "";
}
