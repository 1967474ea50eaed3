using System.Globalization;

namespace IstioLab.Config.Validation.Checks;

/// <summary>The parts of Go's URL parser that Istio's rules depend on: the scheme, and what is no URL at all.</summary>
internal static class GoUrl
{
    /// <summary>Reads any reference; the scheme is empty for a relative one.</summary>
    public static bool TryParse(string text, out string scheme)
    {
        scheme = "";
        var hash = text.IndexOf('#', StringComparison.Ordinal);
        return Escapes(hash < 0 ? "" : text[(hash + 1)..]) && Read(hash < 0 ? text : text[..hash], request: false, out scheme);
    }

    /// <summary>Reads an absolute URL or an absolute path, without a fragment.</summary>
    public static bool TryParseRequest(string text, out string scheme) => Read(text, request: true, out scheme);

    private static bool Read(string text, bool request, out string scheme)
    {
        scheme = "";
        if (text.Any(static c => c < ' ' || c == 0x7f) || (text.Length == 0 && request))
        {
            return false;
        }

        if (text == "*")
        {
            return true;
        }

        if (!Scheme(text, out scheme, out var rest))
        {
            return false;
        }

        var query = rest.IndexOf('?', StringComparison.Ordinal);
        rest = query < 0 ? rest : rest[..query];
        if (!rest.StartsWith('/'))
        {
            if (scheme.Length > 0)
            {
                return true;
            }

            // Without a scheme the first segment of a relative path has no colon.
            return !request && !rest.Split('/')[0].Contains(':', StringComparison.Ordinal) && Escapes(rest);
        }

        if (!rest.StartsWith("//", StringComparison.Ordinal) || (scheme.Length == 0 && (request || rest.StartsWith("///", StringComparison.Ordinal))))
        {
            return Escapes(rest);
        }

        var slash = rest.IndexOf('/', 2);
        return Authority(slash < 0 ? rest[2..] : rest[2..slash]) && Escapes(slash < 0 ? "" : rest[slash..]);
    }

    private static bool Scheme(string text, out string scheme, out string rest)
    {
        (scheme, rest) = ("", text);
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            if (char.IsAsciiLetter(c) || (i > 0 && (char.IsAsciiDigit(c) || c is '+' or '-' or '.')))
            {
                continue;
            }

            if (c == ':' && i > 0)
            {
                (scheme, rest) = (text[..i].ToLowerInvariant(), text[(i + 1)..]);
                return true;
            }

            return c != ':';
        }

        return true;
    }

    private static bool Authority(string text)
    {
        var at = text.LastIndexOf('@');
        var host = text[(at + 1)..];
        if (at >= 0 && text[..at].Any(static c => !(char.IsAsciiLetterOrDigit(c) || "-._:~!$&'()*+,;=%@".Contains(c, StringComparison.Ordinal))))
        {
            return false;
        }

        var bracket = host.LastIndexOf(']');
        var colon = bracket >= 0 ? bracket + 1 : host.IndexOf(':', StringComparison.Ordinal);
        if (host.StartsWith('[') && bracket < 0)
        {
            return false;
        }

        var port = colon >= 0 && colon < host.Length ? host[colon..] : "";
        return (port.Length == 0 || (port[0] == ':' && port.AsSpan(1).IndexOfAnyExceptInRange('0', '9') < 0))
            && host.All(static c => c >= 0x80 || char.IsAsciiLetterOrDigit(c) || "-_.~!$&'()*+,;=:[]<>\"%".Contains(c, StringComparison.Ordinal))
            && !host.Contains('%', StringComparison.Ordinal);
    }

    private static bool Escapes(string text)
    {
        for (var i = text.IndexOf('%', StringComparison.Ordinal); i >= 0; i = text.IndexOf('%', i + 1))
        {
            if (i + 2 >= text.Length || !byte.TryParse(text.AsSpan(i + 1, 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out _))
            {
                return false;
            }
        }

        return true;
    }
}
