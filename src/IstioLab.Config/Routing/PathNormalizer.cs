using System.Text;

namespace IstioLab.Config.Routing;

/// <summary>Makes paths alike as Envoy does for the mesh's setting; by default only dot segments go.</summary>
internal static class PathNormalizer
{
    public static string Normalize(string path, PathNormalization mode)
    {
        if (path.Length == 0)
        {
            return "/";
        }

        if (mode == PathNormalization.None)
        {
            return path;
        }

        var text = mode == PathNormalization.DecodeAndMergeSlashes ? DecodeSlashes(path) : path;
        text = text.Contains('\\', StringComparison.Ordinal) ? text.Replace('\\', '/') : text;
        text = DecodeUnreserved(text);
        text = text.Contains("/.", StringComparison.Ordinal) ? RemoveDotSegments(text) : text;
        return mode == PathNormalization.Base ? text : MergeSlashes(text);
    }

    private static string DecodeSlashes(string path) => path.Contains('%', StringComparison.Ordinal)
        ? path.Replace("%2F", "/", StringComparison.OrdinalIgnoreCase).Replace("%5C", "\\", StringComparison.OrdinalIgnoreCase)
        : path;

    private static string MergeSlashes(string path)
    {
        if (!path.Contains("//", StringComparison.Ordinal))
        {
            return path;
        }

        var result = new StringBuilder(path.Length);
        foreach (var character in path)
        {
            if (character != '/' || result.Length == 0 || result[^1] != '/')
            {
                result.Append(character);
            }
        }

        return result.ToString();
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
