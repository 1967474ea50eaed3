using System.Text.Json;
using IstioLab.Config.Routing;

namespace IstioLab.Config.Explanation;

/// <summary>The claims of a bearer token. An explanation trusts the token: it does not check the signature.</summary>
internal sealed class JsonClaims(JsonElement payload) : IRequestClaims
{
    public static JsonClaims? FromAuthorization(string? header)
    {
        if (header is null || !header.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase))
        {
            return null;
        }

        var parts = header["Bearer ".Length..].Trim().Split('.');
        if (parts.Length != 3)
        {
            return null;
        }

        try
        {
            var text = parts[1].Replace('-', '+').Replace('_', '/');
            var bytes = Convert.FromBase64String(text.PadRight((text.Length + 3) / 4 * 4, '='));
            using var document = JsonDocument.Parse(bytes);
            return document.RootElement.ValueKind == JsonValueKind.Object ? new JsonClaims(document.RootElement.Clone()) : null;
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
            // Envoy's jwt filter hands on a scope-like text with spaces as a list as well.
            JsonValueKind.String => [current.GetString()!, .. Words(current.GetString()!)],
            JsonValueKind.Array => [.. current.EnumerateArray().Where(item => item.ValueKind == JsonValueKind.String).Select(item => item.GetString()!)],
            _ => [],
        };
    }

    private static string[] Words(string text) => text.Contains(' ', StringComparison.Ordinal) ? text.Split(' ') : [];
}
