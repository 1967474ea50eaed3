using System.Buffers;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace IstioLab.Cluster.Embedded.Api.Rest;

/// <summary>Reads request bodies: JSON, YAML and Kubernetes' protobuf.</summary>
internal static class RequestBody
{
    /// <summary>The largest body, as in the real server: 3 MiB.</summary>
    public const int Limit = 3 * 1024 * 1024;

    private const string Accepted = "application/json, application/yaml, application/vnd.kubernetes.protobuf";

    /// <summary>Reads an object.</summary>
    public static async ValueTask<JsonObject> ReadObjectAsync(ApiRequest request)
    {
        var bytes = await ReadBytesAsync(request.Http);
        if (bytes.Length == 0) throw ApiErrors.BadRequest("the request body is empty; send the object as JSON");
        var type = MediaType(request.Http.Request);
        return type switch
        {
            "" or "application/json" or "text/plain" => AsObject(ParseJson(bytes, request.WriteOptions())),
            "application/yaml" or "text/yaml" => AsObject(YamlBody.Parse(bytes)),
            "application/vnd.kubernetes.protobuf" => ProtobufBody.Read(bytes),
            _ => throw ApiErrors.UnsupportedMediaType(
                $"the body of the request was in an unknown format - accepted media types include: {Accepted} (this is '{type}')"),
        };
    }

    /// <summary>The media type without its parameters, in lower case; empty when there is none.</summary>
    public static string MediaType(HttpRequest request) =>
        MediaTypeHeaderValue.TryParse(request.ContentType, out var type) ? type.MediaType.ToString().ToLowerInvariant() : "";

    /// <summary>The whole body.</summary>
    public static async ValueTask<byte[]> ReadBytesAsync(HttpContext http)
    {
        if (http.Request.ContentLength > Limit) throw TooLarge();
        var reader = http.Request.BodyReader;
        while (true)
        {
            var result = await reader.ReadAsync(http.RequestAborted);
            if (result.Buffer.Length > Limit) throw TooLarge();
            if (result.IsCompleted)
            {
                var bytes = result.Buffer.ToArray();
                reader.AdvanceTo(result.Buffer.End);
                return bytes;
            }
            reader.AdvanceTo(result.Buffer.Start, result.Buffer.End);
        }
    }

    /// <summary>Parses JSON; a duplicate field is refused or warned about as the request wants it, and the last one counts.</summary>
    public static JsonNode? ParseJson(ReadOnlySpan<byte> bytes, WriteOptions options)
    {
        try
        {
            return JsonNode.Parse(bytes, documentOptions: new JsonDocumentOptions { AllowDuplicateProperties = false, MaxDepth = 256 });
        }
        catch (JsonException) when (JsonDuplicates.Find(bytes) is { } duplicate)
        {
            if (options.FieldValidation == FieldValidation.Strict)
                throw ApiErrors.BadRequest($"strict decoding error: duplicate field \"{duplicate}\"");
            if (options.FieldValidation == FieldValidation.Warn) options.Warnings?.Add($"duplicate field \"{duplicate}\"");
            return JsonDuplicates.ParseLastWins(bytes);
        }
        catch (JsonException problem)
        {
            throw ApiErrors.BadRequest($"the object provided is unrecognized (must be of type {nameof(Object)}): couldn't parse JSON: {problem.Message}");
        }
    }

    /// <summary>The node as an object; refuses anything else.</summary>
    public static JsonObject AsObject(JsonNode? node) => node as JsonObject
        ?? throw ApiErrors.BadRequest($"the request body is {(node is null ? "null" : node.GetValueKind().ToString().ToLowerInvariant())}, but an object is needed");

    private static ApiException TooLarge() =>
        new(new ApiStatus(413, "RequestEntityTooLarge", $"Request entity too large: limit is {Limit}"));
}
