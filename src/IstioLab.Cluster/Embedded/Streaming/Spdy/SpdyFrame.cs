namespace IstioLab.Cluster.Embedded.Streaming.Spdy;

/// <summary>One frame as it was read.</summary>
/// <param name="Type">The kind, or a number that is passed over.</param>
/// <param name="StreamId">Stream of a data frame; 0 for control frames, which name theirs in the payload.</param>
/// <param name="Flags">Flags of the frame; bit 0 is the end of the stream.</param>
/// <param name="Payload">What follows the eight bytes of the head.</param>
internal sealed record SpdyFrame(SpdyFrameType Type, int StreamId, byte Flags, ReadOnlyMemory<byte> Payload)
{
    public const byte Fin = 1;

    public bool IsLast => (Flags & Fin) != 0;
}
