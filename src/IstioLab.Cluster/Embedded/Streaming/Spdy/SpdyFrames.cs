using System.Buffers.Binary;

namespace IstioLab.Cluster.Embedded.Streaming.Spdy;

/// <summary>Reads and builds SPDY/3.1 frames on a byte stream.</summary>
internal static class SpdyFrames
{
    private const int HeadLength = 8;
    private const int LongestPayload = 1 << 20;
    private const ushort ControlVersion = 0x8003;

    /// <returns>The next frame, or null at the end of the stream.</returns>
    /// <exception cref="InvalidDataException">The bytes are no frame.</exception>
    public static async ValueTask<SpdyFrame?> ReadAsync(Stream stream, CancellationToken cancellationToken)
    {
        var head = new byte[HeadLength];
        var read = await stream.ReadAtLeastAsync(head, HeadLength, throwOnEndOfStream: false, cancellationToken);
        if (read < HeadLength)
        {
            return null;
        }

        var length = (head[5] << 16) | (head[6] << 8) | head[7];
        if (length > LongestPayload)
        {
            throw new InvalidDataException($"A SPDY frame is '{length}' bytes long, more than {LongestPayload}.");
        }

        var payload = new byte[length];
        await stream.ReadExactlyAsync(payload, cancellationToken);
        var control = (head[0] & 0x80) != 0;
        return control
            ? new SpdyFrame((SpdyFrameType)BinaryPrimitives.ReadUInt16BigEndian(head.AsSpan(2)), 0, head[4], payload)
            : new SpdyFrame(SpdyFrameType.Data, BinaryPrimitives.ReadInt32BigEndian(head), head[4], payload);
    }

    public static int StreamIdOf(SpdyFrame frame) =>
        frame.Payload.Length >= 4
            ? BinaryPrimitives.ReadInt32BigEndian(frame.Payload.Span) & int.MaxValue
            : throw new InvalidDataException($"A SPDY frame of type '{(int)frame.Type}' names no stream.");

    public static byte[] Data(int streamId, ReadOnlySpan<byte> content, bool last)
    {
        var frame = new byte[HeadLength + content.Length];
        BinaryPrimitives.WriteInt32BigEndian(frame, streamId);
        WriteFlagsAndLength(frame, last ? SpdyFrame.Fin : (byte)0, content.Length);
        content.CopyTo(frame.AsSpan(HeadLength));
        return frame;
    }

    public static byte[] Control(SpdyFrameType type, ReadOnlySpan<byte> payload)
    {
        var frame = new byte[HeadLength + payload.Length];
        BinaryPrimitives.WriteUInt16BigEndian(frame, ControlVersion);
        BinaryPrimitives.WriteUInt16BigEndian(frame.AsSpan(2), (ushort)type);
        WriteFlagsAndLength(frame, 0, payload.Length);
        payload.CopyTo(frame.AsSpan(HeadLength));
        return frame;
    }

    private static void WriteFlagsAndLength(Span<byte> frame, byte flags, int length)
    {
        BinaryPrimitives.WriteInt32BigEndian(frame[4..], length);
        frame[4] = flags;
    }
}
