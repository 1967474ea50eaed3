using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace IstioLab.Config.Validation.Checks;

/// <summary>IP addresses, CIDR blocks and Unix socket paths. .NET's parser takes more than Istio's: short forms, hexadecimal, brackets.</summary>
internal static class AddressChecks
{
    public static bool IsAddress(string text) => TryParse(text, out _);

    public static string? Address(string text) => IsAddress(text) ? null : $"{text} is not a valid IP";

    /// <summary>An address or a CIDR block.</summary>
    public static string? Subnet(string text) =>
        text.Count('/') != 1 ? Address(text) : IsBlock(text) ? null : $"{text} is not a valid CIDR block";

    public static bool IsBlock(string text)
    {
        var slash = text.IndexOf('/', StringComparison.Ordinal);
        if (slash < 0 || !TryParse(text[..slash], out var address) || text.Contains('%', StringComparison.Ordinal))
        {
            return false;
        }

        var bits = text[(slash + 1)..];
        return int.TryParse(bits, NumberStyles.None, CultureInfo.InvariantCulture, out var length)
            && (bits.Length == 1 || bits[0] != '0')
            && length <= (address!.AddressFamily == AddressFamily.InterNetwork ? 32 : 128);
    }

    /// <summary>The path behind <c>unix://</c>: absolute, or an abstract name with <c>@</c>.</summary>
    public static string? UnixSocket(string path)
    {
        if (path.Length == 0)
        {
            return "unix address must not be empty";
        }

        return path[0] == '@' || (path[0] == '/' && path[^1] != '/') ? null : $"{path} is not an absolute path to a file";
    }

    public static bool TryParse(string text, out IPAddress? address)
    {
        address = null;
        if (text.Contains(':', StringComparison.Ordinal))
        {
            return !text.Contains('[', StringComparison.Ordinal) && !text.EndsWith('%') && IPAddress.TryParse(text, out address);
        }

        var parts = text.Split('.');
        return parts.Length == 4 && parts.All(IsOctet) && IPAddress.TryParse(text, out address);
    }

    private static bool IsOctet(string text) =>
        text.Length is > 0 and <= 3
        && (text.Length == 1 || text[0] != '0')
        && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value)
        && value <= 255;
}
