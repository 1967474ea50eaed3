using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Net;
using System.Text.Json;
using IstioLab.Config.Snapshots;

namespace IstioLab.Config.Explanation;

/// <summary>Reads the lines of <c>explain --requests</c>.</summary>
public static class ExplainRequestReader
{
    /// <summary>Reads one line.</summary>
    /// <param name="line">A JSON object with <c>from</c> and <c>url</c>.</param>
    /// <param name="problem">What is wrong with the line, when the result is <see langword="null"/>.</param>
    public static ExplainRequest? Read(string line, out string problem)
    {
        try
        {
            using var document = JsonDocument.Parse(line);
            return Read(document.RootElement, out problem);
        }
        catch (JsonException exception)
        {
            problem = $"The line is no JSON: {exception.Message}";
            return null;
        }
    }

    private static ExplainRequest? Read(JsonElement root, out string problem)
    {
        if (root.ValueKind != JsonValueKind.Object || Text(root, "url") is not { Length: > 0 } url)
        {
            problem = "The line has no 'url'. Write e.g. {\"from\":{\"type\":\"sidecar\",\"namespace\":\"shop\"},\"url\":\"http://reviews/\"}.";
            return null;
        }

        var from = root.TryGetProperty("from", out var element) && element.ValueKind == JsonValueKind.Object ? element : default;
        problem = "";
        return new ExplainRequest
        {
            Id = root.TryGetProperty("id", out var id) ? id.ToString() : "",
            From = ReadFrom(from),
            Method = Text(root, "method") is { Length: > 0 } method ? method : "GET",
            Url = url,
            Headers = ReadHeaders(root),
            Port = root.TryGetProperty("port", out var port) && port.TryGetInt32(out var number) ? number : null,
            DestinationAddress = IPAddress.TryParse(Text(root, "destinationIp"), out var address) ? address : null,
            ServerName = Text(root, "sni"),
        };
    }

    private static ProxyIdentity ReadFrom(JsonElement from) => new()
    {
        Type = Text(from, "type") == "gateway" ? ProxyType.Gateway : ProxyType.Sidecar,
        Namespace = Text(from, "namespace") is { Length: > 0 } space ? space : "default",
        PodName = Text(from, "name") ?? "",
        Labels = from.ValueKind == JsonValueKind.Object && from.TryGetProperty("labels", out var labels) && labels.ValueKind == JsonValueKind.Object
            ? labels.EnumerateObject()
                .DistinctBy(property => property.Name)
                .ToFrozenDictionary(property => property.Name, property => property.Value.ToString(), StringComparer.Ordinal)
            : FrozenDictionary<string, string>.Empty,
        Address = IPAddress.TryParse(Text(from, "ip"), out var address) ? address : null,
        DnsDomain = Text(from, "dnsDomain"),
    };

    private static ImmutableArray<KeyValuePair<string, string>> ReadHeaders(JsonElement root)
    {
        if (!root.TryGetProperty("headers", out var headers) || headers.ValueKind != JsonValueKind.Object)
        {
            return [];
        }

        var result = ImmutableArray.CreateBuilder<KeyValuePair<string, string>>();
        foreach (var property in headers.EnumerateObject())
        {
            if (property.Value.ValueKind == JsonValueKind.Array)
            {
                result.AddRange(property.Value.EnumerateArray().Select(item => KeyValuePair.Create(property.Name, item.ToString())));
            }
            else
            {
                result.Add(KeyValuePair.Create(property.Name, property.Value.ToString()));
            }
        }

        return result.ToImmutable();
    }

    private static string? Text(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String
            ? value.GetString()
            : null;
}
