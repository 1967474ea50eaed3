namespace IstioLab.Labs.Tests.Telemetry;

/// <summary>The bytes of an OTLP request with one span: what goes over the wire, whoever wrote it.</summary>
internal static class OneSpan
{
    public static byte[] Of(string traceId, string service)
    {
        var attribute = Field(1, [.. Text(1, "service.name"), .. Field(2, Text(1, service))]);
        byte[] span = [.. Field(1, Convert.FromHexString(traceId)), .. Field(2, Convert.FromHexString(traceId[..16]))];
        return Field(1, [.. Field(1, attribute), .. Field(2, Field(2, span))]);
    }

    private static byte[] Text(int number, string text) => Field(number, System.Text.Encoding.UTF8.GetBytes(text));

    // A field with a length: every one here is shorter than 128 bytes.
    private static byte[] Field(int number, byte[] content) => [(byte)((number << 3) | 2), (byte)content.Length, .. content];
}
