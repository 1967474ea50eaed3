using System.Buffers.Binary;

namespace IstioLab.Cluster.Embedded.Streaming.Spdy;

/// <summary>A non-final, uncompressed deflate block (RFC 1951, 3.2.4).</summary>
internal static class StoredBlock
{
    private const int HeaderLength = 5;

    public static byte[] Of(ReadOnlySpan<byte> content)
    {
        var block = new byte[HeaderLength + content.Length];
        BinaryPrimitives.WriteUInt16LittleEndian(block.AsSpan(1), (ushort)content.Length);
        BinaryPrimitives.WriteUInt16LittleEndian(block.AsSpan(3), (ushort)~content.Length);
        content.CopyTo(block.AsSpan(HeaderLength));
        return block;
    }
}
