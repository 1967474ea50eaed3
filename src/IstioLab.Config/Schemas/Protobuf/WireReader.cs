using System.Buffers.Binary;
using System.Text;

namespace IstioLab.Config.Schemas.Protobuf;

/// <summary>Reads protobuf's wire format. See https://protobuf.dev/programming-guides/encoding/</summary>
internal ref struct WireReader(ReadOnlySpan<byte> bytes)
{
    private ReadOnlySpan<byte> _rest = bytes;

    public readonly bool AtEnd => _rest.IsEmpty;

    /// <summary>The next field's number and wire type.</summary>
    public (int Number, WireType Type) Tag()
    {
        var tag = Varint();
        return ((int)(tag >> 3), (WireType)(tag & 7));
    }

    public ulong Varint()
    {
        ulong value = 0;
        for (var shift = 0; shift < 64; shift += 7)
        {
            var next = Take(1)[0];
            value |= (ulong)(next & 0x7f) << shift;
            if (next < 0x80)
            {
                return value;
            }
        }

        throw new InvalidDataException("A protobuf number is longer than 64 bits.");
    }

    public ReadOnlySpan<byte> Bytes()
    {
        var length = Varint();
        return Take(length > int.MaxValue ? int.MaxValue : (int)length);
    }

    public string Text() => Encoding.UTF8.GetString(Bytes());

    public double Double() => BinaryPrimitives.ReadDoubleLittleEndian(Take(8));

    public float Single() => BinaryPrimitives.ReadSingleLittleEndian(Take(4));

    public void Skip(WireType type)
    {
        switch (type)
        {
            case WireType.Varint:
                Varint();
                break;
            case WireType.Fixed64:
                Take(8);
                break;
            case WireType.Bytes:
                Bytes();
                break;
            case WireType.Fixed32:
                Take(4);
                break;
            default:
                throw new InvalidDataException($"Protobuf wire type {(int)type} is not used by Kubernetes.");
        }
    }

    private ReadOnlySpan<byte> Take(int count)
    {
        if (count > _rest.Length)
        {
            throw new InvalidDataException("The protobuf body ends inside of a value.");
        }

        var taken = _rest[..count];
        _rest = _rest[count..];
        return taken;
    }
}
