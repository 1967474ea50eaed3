using System.Text;

namespace IstioLab.Config.Routing;

/// <summary>Removes dot segments; slashes are not merged and <c>%2F</c> stays.</summary>
internal static class PathNormalizer
{
    public static string Normalize(string path)
    {
        if (path.Length == 0)
        {
            return "/";
        }

        var text = path.Contains('\\', StringComparison.Ordinal) ? path.Replace('\\', '/') : path;
        text = DecodeUnreserved(text);
        return text.Contains("/.", StringComparison.Ordinal) ? RemoveDotSegments(text) : text;
    }

    private static string RemoveDotSegments(string path)
    {
        var segments = new List<string>();
        var parts = path.Split('/');
        for (var index = 1; index < parts.Length; index++)
        {
            var part = parts[index];
            var last = index == parts.Length - 1;
            if (part == "..")
            {
                if (segments.Count > 0)
                {
                    segments.RemoveAt(segments.Count - 1);
                }
            }
            else if (part != ".")
            {
                segments.Add(part);
                continue;
            }

            if (last)
            {
                segments.Add("");
            }
        }

        return "/" + string.Join('/', segments);
    }

    private static string DecodeUnreserved(string path)
    {
        if (!path.Contains('%', StringComparison.Ordinal))
        {
            return path;
        }

        var result = new StringBuilder(path.Length);
        for (var index = 0; index < path.Length; index++)
        {
            if (path[index] == '%' && index + 2 < path.Length
                && char.IsAsciiHexDigit(path[index + 1]) && char.IsAsciiHexDigit(path[index + 2]))
            {
                var decoded = (char)Convert.ToByte(path.Substring(index + 1, 2), 16);
                if (char.IsAsciiLetterOrDigit(decoded) || decoded is '-' or '.' or '_' or '~')
                {
                    result.Append(decoded);
                    index += 2;
                    continue;
                }
            }

            result.Append(path[index]);
        }

        return result.ToString();
    }
}
