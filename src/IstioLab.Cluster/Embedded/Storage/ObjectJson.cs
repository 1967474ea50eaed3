using System.Buffers;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace IstioLab.Cluster.Embedded.Storage;

/// <summary>Between JSON trees and stored bytes.</summary>
internal static class ObjectJson
{
    /// <summary>Bytes before the API version in every stored object.</summary>
    public const int ApiVersionOffset = 15;

    private static readonly JsonWriterOptions WriterOptions = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        SkipValidation = true,
        MaxDepth = 512,
    };

    [ThreadStatic]
    private static ArrayBufferWriter<byte>? t_buffer;

    /// <summary>Writes the version into the tree and stores it.</summary>
    public static StoredObject Store(ObjectKey key, JsonObject body, long version)
    {
        var metadata = body["metadata"]!.AsObject();
        metadata["resourceVersion"] = version.ToString(CultureInfo.InvariantCulture);
        return new StoredObject(key, Serialize(body), ReadMetadata(metadata, version));
    }

    /// <summary>The tree as bytes with apiVersion, kind and metadata in front.</summary>
    public static byte[] Serialize(JsonObject body)
    {
        var buffer = t_buffer ??= new ArrayBufferWriter<byte>(4096);
        buffer.ResetWrittenCount();
        using (var writer = new Utf8JsonWriter(buffer, WriterOptions))
        {
            writer.WriteStartObject();
            WriteFirst(writer, body, "apiVersion");
            WriteFirst(writer, body, "kind");
            WriteFirst(writer, body, "metadata");
            foreach (var (name, value) in body)
            {
                if (name is "apiVersion" or "kind" or "metadata") continue;
                Write(writer, name, value);
            }
            writer.WriteEndObject();
        }
        var bytes = buffer.WrittenSpan.ToArray();
        if (buffer.Capacity > 256 * 1024) t_buffer = null;
        return bytes;
    }

    /// <summary>What the server needs of a metadata tree.</summary>
    public static ObjectMetadata ReadMetadata(JsonObject metadata, long version) => new()
    {
        Uid = JsonValues.Text(metadata["uid"]) ?? "",
        ResourceVersion = version,
        Generation = JsonValues.Number(metadata["generation"]) ?? 0,
        CreationTime = Time(metadata, "creationTimestamp") ?? default,
        DeletionTime = Time(metadata, "deletionTimestamp"),
        DeletionGraceSeconds = JsonValues.Number(metadata["deletionGracePeriodSeconds"]),
        Labels = Map(metadata["labels"]),
        Annotations = Map(metadata["annotations"]),
        Owners = metadata["ownerReferences"] is JsonArray owners ? [.. owners.OfType<JsonObject>().Select(Owner)] : [],
        Finalizers = metadata["finalizers"] is JsonArray finalizers ? [.. finalizers.Select(item => JsonValues.Text(item) ?? "")] : [],
    };

    /// <summary>A time as Kubernetes writes it.</summary>
    public static string FormatTime(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    private static void WriteFirst(Utf8JsonWriter writer, JsonObject body, string name)
    {
        if (body.TryGetPropertyValue(name, out var value)) Write(writer, name, value);
    }

    private static void Write(Utf8JsonWriter writer, string name, JsonNode? value)
    {
        writer.WritePropertyName(name);
        if (value is null) writer.WriteNullValue();
        else value.WriteTo(writer);
    }

    private static OwnerReference Owner(JsonObject owner) => new(
        JsonValues.Text(owner["apiVersion"]) ?? "",
        JsonValues.Text(owner["kind"]) ?? "",
        JsonValues.Text(owner["name"]) ?? "",
        JsonValues.Text(owner["uid"]) ?? "",
        JsonValues.Flag(owner["controller"]),
        JsonValues.Flag(owner["blockOwnerDeletion"]));

    private static IReadOnlyDictionary<string, string> Map(JsonNode? node) => node is JsonObject { Count: > 0 } map
        ? map.ToDictionary(pair => pair.Key, pair => JsonValues.Text(pair.Value) ?? "", StringComparer.Ordinal)
        : System.Collections.Frozen.FrozenDictionary<string, string>.Empty;

    private static DateTimeOffset? Time(JsonObject node, string name) =>
        JsonValues.Text(node[name]) is { } text
        && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var time)
            ? time
            : null;
}
