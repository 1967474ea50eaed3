using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;

namespace IstioLab.Cluster.Embedded.Streaming.Spdy;

/// <summary>
/// Inflates the header blocks of one connection, which are one zlib stream with a preset dictionary. .NET's inflater takes no
/// dictionary, so it is first fed the dictionary as a stored block, whose output is thrown away: the window is then the same.
/// </summary>
internal sealed class SpdyHeaderReader : IDisposable
{
    private const int ZlibHeaderLength = 2;
    private const int DictionaryIdLength = 4;
    private const byte DictionaryFlag = 0x20;
    private const int LongestText = 64 * 1024;
    private const int MostPairs = 64;

    private readonly BlockFeed _feed = new();
    private readonly DeflateStream _inflater;
    private bool _begun;

    public SpdyHeaderReader() => _inflater = new DeflateStream(_feed, CompressionMode.Decompress);

    /// <exception cref="InvalidDataException">The block is no header block.</exception>
    public IReadOnlyDictionary<string, string> Read(ReadOnlyMemory<byte> block)
    {
        if (!_begun)
        {
            block = Begin(block);
        }

        _feed.Add(block);
        var count = ReadLength(MostPairs);
        var headers = new Dictionary<string, string>(count, StringComparer.OrdinalIgnoreCase);
        for (var pair = 0; pair < count; pair++)
        {
            var name = ReadText();
            headers[name] = ReadText();
        }

        return headers;
    }

    public void Dispose()
    {
        _inflater.Dispose();
        _feed.Dispose();
    }

    private ReadOnlyMemory<byte> Begin(ReadOnlyMemory<byte> block)
    {
        if (block.Length < ZlibHeaderLength)
        {
            throw new InvalidDataException("A SPDY header block is shorter than a zlib header.");
        }

        _begun = true;
        if ((block.Span[1] & DictionaryFlag) == 0)
        {
            return block[ZlibHeaderLength..];
        }

        var dictionary = SpdyDictionary.Bytes;
        _feed.Add(StoredBlock.Of(dictionary.Span));
        _inflater.ReadExactly(new byte[dictionary.Length]);
        return block[(ZlibHeaderLength + DictionaryIdLength)..];
    }

    private string ReadText()
    {
        var bytes = new byte[ReadLength(LongestText)];
        _inflater.ReadExactly(bytes);
        return Encoding.UTF8.GetString(bytes);
    }

    private int ReadLength(int most)
    {
        Span<byte> bytes = stackalloc byte[4];
        _inflater.ReadExactly(bytes);
        var length = BinaryPrimitives.ReadInt32BigEndian(bytes);
        return length >= 0 && length <= most ? length : throw new InvalidDataException($"A SPDY header block holds a length of '{length}', more than {most}.");
    }
}
