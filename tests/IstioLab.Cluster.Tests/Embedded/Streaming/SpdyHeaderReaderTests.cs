using IstioLab.Cluster.Embedded.Streaming.Spdy;

namespace IstioLab.Cluster.Tests.Embedded.Streaming;

/// <summary>Header blocks as kubectl 1.36 sent them to a real API server.</summary>
public sealed class SpdyHeaderReaderTests
{
    private static readonly string[] Recorded =
    [
        "78F9E3C6A7C26260606004A7B392A2D4C45C6851C29A5A54945F04000000FFFF",
        "C22AC5565C92925F5A02000000FFFF",
        "C229975A5404000000FFFF",
    ];

    [Fact]
    public void Recorded_blocks_of_one_connection_are_read_in_their_order()
    {
        using var reader = new SpdyHeaderReader();

        var types = Recorded.Select(block => reader.Read(Convert.FromHexString(block))["streamtype"]).ToList();

        Assert.Equal(["error", "stdout", "stderr"], types);
    }

    [Fact]
    public void Reply_is_read_back_as_no_headers()
    {
        var writer = new SpdyHeaderWriter();
        using var reader = new SpdyHeaderReader();

        Assert.Empty(reader.Read(writer.ReplyTo(1).AsMemory(4)));
        Assert.Empty(reader.Read(writer.ReplyTo(3).AsMemory(4)));
    }

    [Fact]
    public void Dictionary_has_the_checksum_that_clients_name()
    {
        uint low = 1, high = 0;
        foreach (var value in SpdyDictionary.Bytes.Span)
        {
            low = (low + value) % 65521;
            high = (high + low) % 65521;
        }

        Assert.Equal(SpdyDictionary.Checksum, (high << 16) | low);
    }

    [Fact]
    public void Block_that_promises_too_much_is_refused()
    {
        using var reader = new SpdyHeaderReader();
        byte[] block = [0x78, 0x01, .. StoredBlock.Of([0x7F, 0, 0, 0])];

        Assert.Throws<InvalidDataException>(() => reader.Read(block));
    }
}
