using System.Buffers.Binary;

namespace IstioLab.Cluster.Embedded.Streaming.Spdy;

/// <summary>
/// Writes empty header blocks for one connection: the answers of a port-forward carry no header. They are stored blocks of a zlib
/// stream without a dictionary, which a peer that has one accepts as well.
/// </summary>
internal sealed class SpdyHeaderWriter
{
    private static readonly byte[] ZlibHeader = [0x78, 0x01];

    // kubectl's inflater hands over what it has at an empty block; without one it waits for more and breaks at the next reply.
    private static readonly byte[] NoPairs = [.. StoredBlock.Of([0, 0, 0, 0]), .. StoredBlock.Of([])];
    private bool _begun;

    public byte[] ReplyTo(int streamId)
    {
        var header = _begun ? [] : ZlibHeader;
        _begun = true;
        var payload = new byte[4 + header.Length + NoPairs.Length];
        BinaryPrimitives.WriteInt32BigEndian(payload, streamId);
        header.CopyTo(payload.AsSpan(4));
        NoPairs.CopyTo(payload.AsSpan(4 + header.Length));
        return payload;
    }
}
