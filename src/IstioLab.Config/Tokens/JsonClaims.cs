using System.Collections.Frozen;
using System.Globalization;
using System.Text.Json;
using IstioLab.Config.Routing;

namespace IstioLab.Config.Tokens;

/// <summary>The claims of a token.</summary>
/// <param name="text">The token's second part as it came.</param>
/// <param name="payload">What it holds, an object.</param>
/// <param name="delimited">Claims whose text is a list of words.</param>
internal sealed class JsonClaims(string text, JsonElement payload, FrozenSet<string> delimited) : IRequestClaims
{
    /// <summary>All claims, in base64url.</summary>
    public string Payload => text;

    public string Issuer => Find(["iss"]) is [var first, ..] ? first : "";

    /// <summary>A claim that is a time, in seconds since 1970; <see langword="null"/> when it is missing.</summary>
    public double? Seconds(string claim) =>
        payload.TryGetProperty(claim, out var value) && value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out var seconds) ? seconds : null;

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
            var base64 = parts[1].Replace('-', '+').Replace('_', '/');
            var bytes = Convert.FromBase64String(base64.PadRight((base64.Length + 3) / 4 * 4, '='));
            using var document = JsonDocument.Parse(bytes);
            return document.RootElement.ValueKind == JsonValueKind.Object ? new JsonClaims(parts[1], document.RootElement.Clone(), delimited) : null;
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

    /// <summary>A claim as a header carries it: texts, numbers and booleans; empty for others.</summary>
    public string Text(IReadOnlyList<string> path)
    {
        var value = At(path);
        return value.ValueKind switch
        {
            JsonValueKind.String => value.GetString()!,
            JsonValueKind.Number => value.TryGetUInt64(out var whole)
                ? whole.ToString(CultureInfo.InvariantCulture)
                : value.GetDouble().ToString("F6", CultureInfo.InvariantCulture),
            JsonValueKind.True => "true",
            JsonValueKind.False => "false",
            _ => "",
        };
    }

    public IReadOnlyList<string> Find(IReadOnlyList<string> path)
    {
        var current = At(path);
        return current.ValueKind switch
        {
            JsonValueKind.String when path is [var only] && delimited.Contains(only) => current.GetString()!.Split(' '),
            JsonValueKind.String => [current.GetString()!],
            JsonValueKind.Array => [.. current.EnumerateArray().Where(item => item.ValueKind == JsonValueKind.String).Select(item => item.GetString()!)],
            _ => [],
        };
    }

    private JsonElement At(IReadOnlyList<string> path)
    {
        var current = payload;
        foreach (var name in path)
        {
            if (current.ValueKind != JsonValueKind.Object || !current.TryGetProperty(name, out current))
            {
                return default;
            }
        }

        return current;
    }
}
