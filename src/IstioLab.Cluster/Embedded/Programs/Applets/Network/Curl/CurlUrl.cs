using System.Globalization;

namespace IstioLab.Cluster.Embedded.Programs.Applets.Network.Curl;

/// <summary>An address as curl takes it: the path stays as it was typed.</summary>
/// <param name="Host">Name or address.</param>
/// <param name="Port">Port.</param>
/// <param name="Target">Path and query.</param>
/// <param name="IsSecure">Whether it is <c>https</c>.</param>
internal sealed record CurlUrl(string Host, int Port, string Target, bool IsSecure = false)
{
    /// <summary>Host with the port where it is not the scheme's own, as the Host header has it.</summary>
    public string Authority => Port == (IsSecure ? 443 : 80) ? Host : string.Create(CultureInfo.InvariantCulture, $"{Host}:{Port}");

    /// <summary>The whole address.</summary>
    public override string ToString() => $"{(IsSecure ? "https" : "http")}://{Authority}{Target}";

    /// <summary>Reads an address; without a scheme it is http.</summary>
    /// <exception cref="CurlException">It is none, or neither http nor https.</exception>
    public static CurlUrl Parse(string text)
    {
        var scheme = text.IndexOf("://", StringComparison.Ordinal);
        var name = scheme < 0 ? "http" : text[..scheme].ToLowerInvariant();
        var isSecure = name == "https";
        if (name is not ("http" or "https"))
            throw new CurlException(1, $"Protocol \"{name}\" not supported");
        var rest = scheme < 0 ? text : text[(scheme + 3)..];
        var fragment = rest.IndexOf('#', StringComparison.Ordinal);
        if (fragment >= 0)
            rest = rest[..fragment];
        var end = rest.IndexOfAny(['/', '?']);
        var authority = end < 0 ? rest : rest[..end];
        var target = end < 0 ? "/" : rest[end] == '/' ? rest[end..] : "/" + rest[end..];
        authority = authority[(authority.LastIndexOf('@') + 1)..];
        var colon = authority.EndsWith(']') ? -1 : authority.LastIndexOf(':');
        var port = isSecure ? 443 : 80;
        if (colon >= 0 && colon + 1 < authority.Length
            && (!int.TryParse(authority.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out port) || port is < 1 or > 65535))
            throw new CurlException(3, "URL rejected: Port number was not a decimal number between 0 and 65535");
        var host = colon < 0 ? authority : authority[..colon];
        if (host.Length == 0)
            throw new CurlException(3, "URL rejected: No host part in the URL");
        if (text.AsSpan().ContainsAny(" \t\r\n"))
            throw new CurlException(3, "URL rejected: Malformed input to a URL function");
        return new CurlUrl(host, port, target, isSecure);
    }
}
