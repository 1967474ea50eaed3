using System.Text;
using IstioLab.Proxy.Http;

namespace IstioLab.Proxy.Tests.Http;

public sealed class ProtocolSnifferTests
{
    [Theory]
    [InlineData("", "Undecided")]
    [InlineData("G", "Undecided")]
    [InlineData("GET", "Undecided")]
    [InlineData("GET ", "Http1")]
    [InlineData("POST /x HTTP/1.1\r\n", "Http1")]
    [InlineData("P", "Undecided")]
    [InlineData("PRI", "Undecided")]
    [InlineData("PRI * HTTP/2.0\r\n\r\n", "Undecided")]
    [InlineData("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", "Http2")]
    [InlineData("PRI x", "Other")]
    [InlineData("\u0016", "Undecided")]
    [InlineData("\u0016\u0003\u0001", "Tls")]
    [InlineData("\u0016x", "Other")]
    [InlineData("PING\r\n", "Other")]
    [InlineData("GETX ", "Other")]
    [InlineData("get ", "Other")]
    public void Classify_first_bytes_gives_the_protocol(string start, string expected) =>
        Assert.Equal(Enum.Parse<SniffedProtocol>(expected), ProtocolSniffer.Classify(Encoding.Latin1.GetBytes(start)));
}
