using System.Collections.Frozen;
using System.Text.Json;
using IstioLab.Config.Routing;

namespace IstioLab.Config.Explanation;

/// <summary>The claims of a token. An explanation trusts the token: it does not check the signature.</summary>
/// <param name="payload">The token's second part, an object.</param>
/// <param name="delimited">Claims whose text is a list of words.</param>
internal sealed class JsonClaims(JsonElement payload, FrozenSet<string> delimited) : IRequestClaims
{
    public string Issuer => Find(["iss"]) is [var first, ..] ? first : "";

    /// <summary>When the token ends, in seconds since 1970; <see langword="null"/> for never.</summary>
    public double? Expiry =>
        payload.TryGetProperty("exp", out var value) && value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out var seconds) ? seconds : null;

    /// <summary>Reads the payload of a token; <see langword="null"/> for what is none.</summary>
    public static JsonClaims? Parse(string token, FrozenSet<string> delimited)
    {
        var parts = token.Trim().Split('.');
        if (parts.Length != 3)
        {
            return null;
        }

        try
        {
            var text = parts[1].Replace('-', '+').Replace('_', '/');
            var bytes = Convert.FromBase64String(text.PadRight((text.Length + 3) / 4 * 4, '='));
            using var document = JsonDocument.Parse(bytes);
            return document.RootElement.ValueKind == JsonValueKind.Object ? new JsonClaims(document.RootElement.Clone(), delimited) : null;
        }
        catch (FormatException)
        {
            return null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    public IReadOnlyList<string> Find(IReadOnlyList<string> path)
    {
        var current = payload;
        foreach (var name in path)
        {
            if (current.ValueKind != JsonValueKind.Object || !current.TryGetProperty(name, out current))
            {
                return [];
            }
        }

        return current.ValueKind switch
        {
            JsonValueKind.String when path is [var only] && delimited.Contains(only) => current.GetString()!.Split(' '),
            JsonValueKind.String => [current.GetString()!],
            JsonValueKind.Array => [.. current.EnumerateArray().Where(item => item.ValueKind == JsonValueKind.String).Select(item => item.GetString()!)],
            _ => [],
        };
    }
}
