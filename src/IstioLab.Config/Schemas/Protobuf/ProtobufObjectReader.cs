using System.Text.Json.Nodes;

namespace IstioLab.Config.Schemas.Protobuf;

/// <summary>
/// Reads Kubernetes objects in protobuf, which kubectl's generators (<c>create deployment</c>, <c>create configmap</c> …) send without a fallback.
/// See https://kubernetes.io/docs/reference/using-api/api-concepts/#protobuf-encoding
/// </summary>
public static class ProtobufObjectReader
{
    /// <summary>Reads an object as the JSON that a client could have sent, with apiVersion and kind.</summary>
    /// <param name="schema">The kind's schema; find it by the envelope's kind.</param>
    /// <param name="bytes">The object's bytes, without the envelope.</param>
    /// <exception cref="InvalidDataException">The bytes are no protobuf message of this kind.</exception>
    public static JsonObject Read(ResourceSchema schema, ReadOnlySpan<byte> bytes)
    {
        ArgumentNullException.ThrowIfNull(schema);
        var json = new JsonObject { ["apiVersion"] = schema.ApiVersion, ["kind"] = schema.Kind };
        ReadMessage(schema.Root, bytes, json);
        return json;
    }

    /// <summary>Reads a message of a type that is no kind of its own, as <c>meta.v1.DeleteOptions</c>.</summary>
    /// <exception cref="InvalidDataException">The bytes are no protobuf message of this type.</exception>
    public static JsonObject Read(SchemaNode type, ReadOnlySpan<byte> bytes)
    {
        ArgumentNullException.ThrowIfNull(type);
        var json = new JsonObject();
        ReadMessage(type, bytes, json);
        return json;
    }

    private static void ReadMessage(SchemaNode type, ReadOnlySpan<byte> bytes, JsonObject json)
    {
        var reader = new WireReader(bytes);
        while (!reader.AtEnd)
        {
            var (number, wire) = reader.Tag();
            if (type.WireFields.TryGetValue(number, out var field))
            {
                ReadField(field, ref reader, wire, json);
            }
            else
            {
                reader.Skip(wire);
            }
        }
    }

    private static void ReadField(SchemaField field, ref WireReader reader, WireType wire, JsonObject json)
    {
        var node = field.Node;
        if (field.Inline)
        {
            ReadMessage(node, reader.Bytes(), json);
            return;
        }

        switch (node.Type)
        {
            case SchemaType.Array:
                var array = json[field.Name] as JsonArray;
                json[field.Name] = array ??= [];
                ReadElement(node, ref reader, wire, array);
                break;
            case SchemaType.Map:
                var map = json[field.Name] as JsonObject;
                json[field.Name] = map ??= [];
                ReadEntry(node.Items!, reader.Bytes(), map);
                break;
            default:
                var value = ReadValue(node, ref reader, wire);
                if (value is not null && (field.Pointer || field.Required || !IsEmpty(node, value)))
                {
                    json[field.Name] = value;
                }

                break;
        }
    }

    /// <summary>Numbers may come packed: several in one length-delimited field.</summary>
    private static void ReadElement(SchemaNode list, ref WireReader reader, WireType wire, JsonArray array)
    {
        if (wire != WireType.Bytes || list.Items!.Type is not (SchemaType.Integer or SchemaType.Boolean))
        {
            array.Add(ReadValue(list.Items!, ref reader, wire));
            return;
        }

        var packed = new WireReader(reader.Bytes());
        while (!packed.AtEnd)
        {
            array.Add(ReadValue(list.Items, ref packed, WireType.Varint));
        }
    }

    private static void ReadEntry(SchemaNode values, ReadOnlySpan<byte> bytes, JsonObject map)
    {
        var reader = new WireReader(bytes);
        var key = "";
        JsonNode? value = values.Type == SchemaType.String ? "" : null;
        while (!reader.AtEnd)
        {
            var (number, wire) = reader.Tag();
            switch (number)
            {
                case 1:
                    key = reader.Text();
                    break;
                case 2:
                    value = ReadValue(values, ref reader, wire);
                    break;
                default:
                    reader.Skip(wire);
                    break;
            }
        }

        map[key] = value;
    }

    private static JsonNode? ReadValue(SchemaNode node, ref WireReader reader, WireType wire) => (node.Type, wire) switch
    {
        (SchemaType.Integer, WireType.Varint) => (long)reader.Varint(),
        (SchemaType.Boolean, WireType.Varint) => reader.Varint() != 0,
        (SchemaType.Number, WireType.Fixed64) => reader.Double(),
        (SchemaType.Number, WireType.Fixed32) => reader.Single(),
        (SchemaType.Object, WireType.Bytes) => Read(node, reader.Bytes()),
        (SchemaType.IntOrString, WireType.Bytes) => WireScalars.IntOrString(reader.Bytes()),
        (SchemaType.Any, WireType.Bytes) => WireScalars.Raw(reader.Bytes()),
        (SchemaType.Array, WireType.Bytes) => WireScalars.Texts(reader.Bytes()),
        (SchemaType.String, WireType.Bytes) => WireScalars.Text(node.Format, reader.Bytes()),
        _ => throw new InvalidDataException($"A protobuf field of type {node.Type} has wire type {wire}."),
    };

    /// <summary>Go writes empty values of fields that are no pointers; a client that sends JSON leaves them out.</summary>
    private static bool IsEmpty(SchemaNode node, JsonNode value) => node.Type switch
    {
        SchemaType.Integer => value.GetValue<long>() == 0,
        SchemaType.Boolean => !value.GetValue<bool>(),
        SchemaType.Number => JsonNode.DeepEquals(value, 0.0),
        SchemaType.String => value.GetValue<string>().Length == 0,
        _ => false,
    };
}
