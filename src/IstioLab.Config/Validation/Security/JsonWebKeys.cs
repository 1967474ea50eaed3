using System.Text.Json;
using System.Text.Json.Nodes;

namespace IstioLab.Config.Validation.Security;

/// <summary>Inline key sets. See https://datatracker.ietf.org/doc/html/rfc7517</summary>
internal static class JsonWebKeys
{
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
        return missing is null ? null : $"failed to unmarshal JWK set: required field {missing} is missing";
    }

    private static string Text(JsonNode key, string name) => key[name] is JsonValue value && value.TryGetValue<string>(out var text) ? text : "";
}
