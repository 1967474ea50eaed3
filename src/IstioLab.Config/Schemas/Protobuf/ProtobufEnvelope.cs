namespace IstioLab.Config.Schemas.Protobuf;

/// <summary>The envelope of <c>application/vnd.kubernetes.protobuf</c>: the bytes <c>k8s\0</c>, then apiVersion, kind and the object's own bytes.</summary>
/// <param name="ApiVersion">Group and version.</param>
/// <param name="Kind">The kind.</param>
/// <param name="Object">The object in protobuf.</param>
public sealed record ProtobufEnvelope(string ApiVersion, string Kind, ReadOnlyMemory<byte> Object)
{
    private static ReadOnlySpan<byte> Magic => "k8s\0"u8;

    /// <summary>Whether the bytes begin as an envelope does.</summary>
    public static bool IsEnvelope(ReadOnlySpan<byte> bytes) => bytes.StartsWith(Magic);

    /// <summary>Reads the envelope.</summary>
    /// <exception cref="InvalidDataException">The bytes are no envelope.</exception>
    public static ProtobufEnvelope Read(ReadOnlySpan<byte> bytes)
    {
        if (!IsEnvelope(bytes))
        {
            throw new InvalidDataException("provided data does not appear to be a protobuf message, expected prefix [107 56 115 0]");
        }

        var reader = new WireReader(bytes[Magic.Length..]);
        string apiVersion = "", kind = "";
        byte[] content = [];
        while (!reader.AtEnd)
        {
            var (number, type) = reader.Tag();
            switch (number)
            {
                case 1 when type == WireType.Bytes:
                    (apiVersion, kind) = ReadType(reader.Bytes());
                    break;
                case 2 when type == WireType.Bytes:
                    content = reader.Bytes().ToArray();
                    break;
                default:
                    reader.Skip(type);
                    break;
            }
        }

        return new ProtobufEnvelope(apiVersion, kind, content);
    }

    private static (string ApiVersion, string Kind) ReadType(ReadOnlySpan<byte> bytes)
    {
        var reader = new WireReader(bytes);
        string apiVersion = "", kind = "";
        while (!reader.AtEnd)
        {
            var (number, type) = reader.Tag();
            switch (number)
            {
                case 1 when type == WireType.Bytes:
                    apiVersion = reader.Text();
                    break;
                case 2 when type == WireType.Bytes:
                    kind = reader.Text();
                    break;
                default:
                    reader.Skip(type);
                    break;
            }
        }

        return (apiVersion, kind);
    }
}
