using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace IstioLab.Config.Schemas.Protobuf;

/// <summary>Kubernetes' types that are messages in protobuf and scalars in JSON.</summary>
internal static class WireScalars
{
    /// <summary>A string, or a message that JSON writes as one. Null for an empty time.</summary>
    public static JsonNode? Text(string? format, ReadOnlySpan<byte> bytes) => format switch
    {
        "byte" => Convert.ToBase64String(bytes),
        "quantity" => FirstText(bytes),
        "date-time" => Time(bytes, "yyyy-MM-dd'T'HH:mm:ss'Z'"),
        "micro-time" => Time(bytes, "yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'"),
        "duration" => Duration(bytes),
        _ => Encoding.UTF8.GetString(bytes),
    };

    /// <summary>IntOrString: 1 kind (0 number, 1 text), 2 number, 3 text.</summary>
    public static JsonNode IntOrString(ReadOnlySpan<byte> bytes)
    {
        var reader = new WireReader(bytes);
        long kind = 0, number = 0;
        var text = "";
        while (!reader.AtEnd)
        {
            var (field, wire) = reader.Tag();
            switch (field)
            {
                case 1:
                    kind = (long)reader.Varint();
                    break;
                case 2:
                    number = (int)(long)reader.Varint();
                    break;
                case 3:
                    text = reader.Text();
                    break;
                default:
                    reader.Skip(wire);
                    break;
            }
        }

        return kind == 1 ? text : number;
    }

    /// <summary>A message whose first field is JSON text: RawExtension, FieldsV1, JSON.</summary>
    public static JsonNode? Raw(ReadOnlySpan<byte> bytes)
    {
        var text = FirstText(bytes);
        if (text.Length == 0)
        {
            return null;
        }

        try
        {
            return JsonNode.Parse(text);
        }
        catch (JsonException)
        {
            throw new InvalidDataException("An embedded object is not JSON.");
        }
    }

    /// <summary>A message that holds a list of strings.</summary>
    public static JsonArray Texts(ReadOnlySpan<byte> bytes)
    {
        var reader = new WireReader(bytes);
        var texts = new JsonArray();
        while (!reader.AtEnd)
        {
            var (field, wire) = reader.Tag();
            if (field == 1)
            {
                texts.Add(reader.Text());
            }
            else
            {
                reader.Skip(wire);
            }
        }

        return texts;
    }

    private static string FirstText(ReadOnlySpan<byte> bytes)
    {
        var reader = new WireReader(bytes);
        var text = "";
        while (!reader.AtEnd)
        {
            var (field, wire) = reader.Tag();
            if (field == 1 && wire == WireType.Bytes)
            {
                text = reader.Text();
            }
            else
            {
                reader.Skip(wire);
            }
        }

        return text;
    }

    private static JsonNode? Time(ReadOnlySpan<byte> bytes, string format)
    {
        if (bytes.IsEmpty)
        {
            return null;
        }

        var (seconds, nanoseconds) = Numbers(bytes);
        if (seconds < DateTimeOffset.MinValue.ToUnixTimeSeconds() || seconds > DateTimeOffset.MaxValue.ToUnixTimeSeconds())
        {
            throw new InvalidDataException($"Time {seconds} s is out of range.");
        }

        return DateTimeOffset.FromUnixTimeSeconds(seconds).AddTicks(nanoseconds / 100).ToString(format, CultureInfo.InvariantCulture);
    }

    private static JsonNode Duration(ReadOnlySpan<byte> bytes)
    {
        var (nanoseconds, _) = Numbers(bytes);
        return (nanoseconds / 1e9).ToString("0.#########", CultureInfo.InvariantCulture) + "s";
    }

    private static (long First, long Second) Numbers(ReadOnlySpan<byte> bytes)
    {
        var reader = new WireReader(bytes);
        long first = 0, second = 0;
        while (!reader.AtEnd)
        {
            var (field, wire) = reader.Tag();
            if (wire != WireType.Varint || field is not (1 or 2))
            {
                reader.Skip(wire);
            }
            else if (field == 1)
            {
                first = (long)reader.Varint();
            }
            else
            {
                second = (long)reader.Varint();
            }
        }

        return (first, second);
    }
}
