using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;

namespace IstioLab.Proxy.Network;

/// <summary>
/// The fixed 37 bytes that a dialler sends first: version, source address and port, original destination address and port.
/// Addresses are 16 bytes, an IPv4 address in its mapped form.
/// </summary>
internal static class Preamble
{
    public const int Size = 1 + 16 + 2 + 16 + 2;
    private const byte Version = 1;

    public static void Write(Span<byte> buffer, IPEndPoint source, IPEndPoint destination)
    {
        buffer[0] = Version;
        WriteEndPoint(buffer[1..], source);
        WriteEndPoint(buffer[19..], destination);
    }

    public static bool TryRead(ReadOnlySpan<byte> buffer, out IPEndPoint source, out IPEndPoint destination)
    {
        if (buffer.Length < Size || buffer[0] != Version)
        {
            source = destination = new IPEndPoint(IPAddress.None, 0);
            return false;
        }
        source = ReadEndPoint(buffer[1..]);
        destination = ReadEndPoint(buffer[19..]);
        return true;
    }

    private static void WriteEndPoint(Span<byte> buffer, IPEndPoint endPoint)
    {
        var address = endPoint.AddressFamily == AddressFamily.InterNetwork ? endPoint.Address.MapToIPv6() : endPoint.Address;
        address.TryWriteBytes(buffer, out _);
        BinaryPrimitives.WriteUInt16BigEndian(buffer[16..], (ushort)endPoint.Port);
    }

    private static IPEndPoint ReadEndPoint(ReadOnlySpan<byte> buffer)
    {
        var address = new IPAddress(buffer[..16]);
        return new IPEndPoint(address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address, BinaryPrimitives.ReadUInt16BigEndian(buffer[16..]));
    }
}
