using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using IstioLab.Cluster.Embedded.Storage;
using Microsoft.AspNetCore.Http;

namespace IstioLab.Cluster.Embedded.Api.Rest;

/// <summary>Writes answers; stored bytes go out as they are.</summary>
internal static class Answers
{
    private const string Json = "application/json";

    private static readonly JsonSerializerOptions s_options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>A tree as bytes.</summary>
    public static byte[] Bytes(JsonNode node) => JsonSerializer.SerializeToUtf8Bytes(node, s_options);

    /// <summary>Answers with a tree.</summary>
    public static Task WriteAsync(HttpContext http, int code, JsonNode body) => WriteAsync(http, code, Bytes(body), Json);

    /// <summary>Answers with bytes.</summary>
    public static async Task WriteAsync(HttpContext http, int code, ReadOnlyMemory<byte> body, string contentType)
    {
        http.Response.StatusCode = code;
        http.Response.ContentType = contentType;
        http.Response.ContentLength = body.Length;
        if (!HttpMethods.IsHead(http.Request.Method)) await http.Response.BodyWriter.WriteAsync(body, http.RequestAborted);
    }

    /// <summary>Answers with a stored object, its warnings and in the version that was asked for.</summary>
    public static async Task WriteAsync(ApiRequest request, int code, StoredObject item)
    {
        AddWarnings(request);
        var response = request.Http.Response;
        response.StatusCode = code;
        response.ContentType = Json;
        response.ContentLength = ObjectBytes.Length(item, request.Resource, request.Version);
        ObjectBytes.Write(response.BodyWriter, item, request.Resource, request.Version);
        await response.BodyWriter.FlushAsync(request.Aborted);
    }

    /// <summary>Answers with a Status.</summary>
    public static Task WriteAsync(HttpContext http, ApiStatus status)
    {
        if (status.RetryAfterSeconds is { } seconds) http.Response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
        return WriteAsync(http, status.Code, status.ToJson());
    }

    /// <summary>A Status of success.</summary>
    public static JsonObject Success(ResourceDescriptor resource, string name, string? uid)
    {
        var details = new JsonObject { ["name"] = name };
        if (resource.Group.Length > 0) details["group"] = resource.Group;
        details["kind"] = resource.Plural;
        if (uid is not null) details["uid"] = uid;
        return new JsonObject
        {
            ["kind"] = "Status",
            ["apiVersion"] = "v1",
            ["metadata"] = new JsonObject(),
            ["status"] = "Success",
            ["details"] = details,
        };
    }

    /// <summary>Writes the collected warnings as <c>Warning</c> headers (RFC 7234, code 299).</summary>
    public static void AddWarnings(ApiRequest request)
    {
        foreach (var warning in request.Warnings.Distinct(StringComparer.Ordinal))
            request.Http.Response.Headers.Append("Warning", $"299 - \"{Quote(warning)}\"");
    }

    private static string Quote(string text)
    {
        var builder = new StringBuilder(text.Length);
        foreach (var letter in text)
        {
            if (letter is '"' or '\\') builder.Append('\\');
            builder.Append(letter is >= ' ' and < '\u007f' ? letter : letter is '\n' or '\t' ? ' ' : '?');
        }
        return builder.ToString();
    }
}
