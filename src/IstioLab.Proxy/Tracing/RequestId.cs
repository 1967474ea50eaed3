using System.Runtime.InteropServices;

namespace IstioLab.Proxy.Tracing;

/// <summary>Makes the values of <c>x-request-id</c>: random UUIDs of version 4.</summary>
internal static class RequestId
{
    public static string Create(RandomSource random)
    {
        Span<ulong> bits = [random.NextBits(), random.NextBits()];
        var bytes = MemoryMarshal.AsBytes(bits);
        bytes[6] = (byte)((bytes[6] & 0x0F) | 0x40);
        bytes[8] = (byte)((bytes[8] & 0x3F) | 0x80);
        return new Guid(bytes, bigEndian: true).ToString("D");
    }
}
