using System.Globalization;

namespace IstioLab.Proxy.Exchanges;

/// <summary>gRPC's own timeout of a call: at most eight digits and a unit (https://github.com/grpc/grpc/blob/master/doc/PROTOCOL-HTTP2.md).</summary>
internal static class GrpcTimeout
{
    public const string Header = "grpc-timeout";

    private const int LongestNumber = 99_999_999;

    /// <summary>Reads a timeout, parts of a millisecond rounded up; null for none that can be read.</summary>
    public static TimeSpan? Parse(string? text)
    {
        if (text is not { Length: > 1 and <= 9 } || !long.TryParse(text.AsSpan(0, text.Length - 1), NumberStyles.None, CultureInfo.InvariantCulture, out var number))
            return null;
        double? milliseconds = text[^1] switch
        {
            'H' => number * 3_600_000.0,
            'M' => number * 60_000.0,
            'S' => number * 1_000.0,
            'm' => number,
            'u' => Math.Ceiling(number / 1_000.0),
            'n' => Math.Ceiling(number / 1_000_000.0),
            _ => null,
        };
        return milliseconds is { } known ? TimeSpan.FromMilliseconds(Math.Min(known, int.MaxValue)) : null;
    }

    public static string Format(long milliseconds) => milliseconds <= LongestNumber
        ? string.Create(CultureInfo.InvariantCulture, $"{milliseconds}m")
        : string.Create(CultureInfo.InvariantCulture, $"{milliseconds / 1000}S");
}
