using System.Buffers;
using System.Buffers.Binary;
using System.IO.Pipelines;
using System.Text;

namespace IstioLab.Proxy.Http;

/// <summary>Reads the server name out of a TLS client hello (RFC 8446 §4.1.2, RFC 6066 §3) and leaves every byte unread.</summary>
internal static class ClientHello
{
    private const int RecordHeader = 5;
    private const int LongestRecord = 16 * 1024;

    /// <summary>Waits for the hello and gives its server name; empty when it names none or is no hello.</summary>
    public static async ValueTask<string> ReadServerNameAsync(PipeReader input, CancellationToken ct)
    {
        while (true)
        {
            var result = await input.ReadAsync(ct);
            var bytes = result.Buffer.Slice(0, Math.Min(result.Buffer.Length, RecordHeader + LongestRecord)).ToArray();
            var isComplete = bytes.Length >= RecordHeader && bytes.Length >= RecordHeader + BinaryPrimitives.ReadUInt16BigEndian(bytes.AsSpan(3));
            var isDone = isComplete || result.IsCompleted || bytes.Length >= RecordHeader + LongestRecord;
            input.AdvanceTo(result.Buffer.Start, isDone ? result.Buffer.Start : result.Buffer.End);
            if (isDone)
                return isComplete ? FindServerName(bytes.AsSpan(RecordHeader)) : "";
        }
    }

    internal static string FindServerName(ReadOnlySpan<byte> handshake)
    {
        // Type, length, version and random come first.
        var rest = new Reader(handshake);
        if (!rest.Skip(4 + 2 + 32) || !rest.SkipVector(1) || !rest.SkipVector(2) || !rest.SkipVector(1) || !rest.TryReadVector(2, out var extensions))
            return "";
        var list = new Reader(extensions);
        while (list.TryReadNumber(2, out var type) && list.TryReadVector(2, out var extension))
        {
            if (type == 0)
                return FirstName(extension);
        }
        return "";
    }

    private static string FirstName(ReadOnlySpan<byte> extension)
    {
        var reader = new Reader(extension);
        return reader.TryReadVector(2, out var names) && new Reader(names) is var list && list.TryReadNumber(1, out var type)
            && type == 0 && list.TryReadVector(2, out var name)
                ? Encoding.ASCII.GetString(name).ToLowerInvariant()
                : "";
    }

    private ref struct Reader(ReadOnlySpan<byte> bytes)
    {
        private ReadOnlySpan<byte> _rest = bytes;

        public bool Skip(int count)
        {
            if (_rest.Length < count)
                return false;
            _rest = _rest[count..];
            return true;
        }

        public bool SkipVector(int lengthBytes) => TryReadVector(lengthBytes, out _);

        public bool TryReadNumber(int size, out int number)
        {
            number = 0;
            if (_rest.Length < size)
                return false;
            for (var i = 0; i < size; i++)
                number = (number << 8) | _rest[i];
            return Skip(size);
        }

        public bool TryReadVector(int lengthBytes, out ReadOnlySpan<byte> vector)
        {
            vector = default;
            if (!TryReadNumber(lengthBytes, out var length) || _rest.Length < length)
                return false;
            vector = _rest[..length];
            return Skip(length);
        }
    }
}
