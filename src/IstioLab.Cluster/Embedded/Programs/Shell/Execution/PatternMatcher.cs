namespace IstioLab.Cluster.Embedded.Programs.Shell.Execution;

/// <summary>Patterns of the shell: <c>*</c>, <c>?</c>, <c>[a-z]</c>, <c>[!…]</c>, <c>[[:alpha:]]</c>; a backslash takes their meaning away.</summary>
internal static class PatternMatcher
{
    /// <summary>Whether a whole text matches.</summary>
    public static bool IsMatch(ReadOnlySpan<char> pattern, ReadOnlySpan<char> text)
    {
        int p = 0, t = 0, star = -1, mark = 0;
        while (t < text.Length)
        {
            if (p < pattern.Length && pattern[p] == '*')
            {
                star = p++;
                mark = t;
            }
            else if (p < pattern.Length && MatchOne(pattern[p..], text[t], out var used))
            {
                p += used;
                t++;
            }
            else if (star >= 0)
            {
                p = star + 1;
                t = ++mark;
            }
            else
            {
                return false;
            }
        }
        while (p < pattern.Length && pattern[p] == '*')
            p++;
        return p == pattern.Length;
    }

    /// <summary>Whether a pattern has anything but itself to match.</summary>
    public static bool IsPattern(ReadOnlySpan<char> pattern)
    {
        for (var i = 0; i < pattern.Length; i++)
        {
            if (pattern[i] == '\\')
                i++;
            else if (pattern[i] is '*' or '?' || (pattern[i] == '[' && pattern[i..].Contains(']')))
                return true;
        }
        return false;
    }

    /// <summary>The pattern that matches a text literally.</summary>
    public static string Escape(string text) => text.AsSpan().ContainsAny("*?[]\\")
        ? string.Concat(text.Select(c => c is '*' or '?' or '[' or ']' or '\\' ? "\\" + c : c.ToString()))
        : text;

    /// <summary>The text that a pattern without wildcards matches.</summary>
    public static string Unescape(string pattern)
    {
        if (!pattern.Contains('\\', StringComparison.Ordinal))
            return pattern;
        var text = new System.Text.StringBuilder();
        for (var i = 0; i < pattern.Length; i++)
        {
            if (pattern[i] == '\\' && i + 1 < pattern.Length)
                i++;
            text.Append(pattern[i]);
        }
        return text.ToString();
    }

    private static bool MatchOne(ReadOnlySpan<char> pattern, char c, out int used)
    {
        used = 1;
        switch (pattern[0])
        {
            case '?':
                return true;
            case '\\' when pattern.Length > 1:
                used = 2;
                return pattern[1] == c;
            case '[' when MatchSet(pattern, c, out var length) is { } result:
                used = length;
                return result;
            default:
                return pattern[0] == c;
        }
    }

    private static bool? MatchSet(ReadOnlySpan<char> pattern, char c, out int length)
    {
        var i = 1;
        var negated = i < pattern.Length && pattern[i] is '!' or '^';
        if (negated)
            i++;
        var first = i;
        var found = false;
        while (i < pattern.Length && (pattern[i] != ']' || i == first))
        {
            if (pattern[i] == '[' && i + 1 < pattern.Length && pattern[i + 1] == ':' && pattern[i..].IndexOf(":]", StringComparison.Ordinal) is > 0 and var end)
            {
                found |= IsInClass(pattern.Slice(i + 2, end - 2), c);
                i += end + 2;
                continue;
            }
            if (pattern[i] == '\\' && i + 1 < pattern.Length)
                i++;
            var low = pattern[i++];
            var high = low;
            if (i + 1 < pattern.Length && pattern[i] == '-' && pattern[i + 1] != ']')
            {
                high = pattern[i + 1];
                i += 2;
            }
            found |= c >= low && c <= high;
        }
        length = i + 1;
        return i < pattern.Length ? found != negated : null;
    }

    private static bool IsInClass(ReadOnlySpan<char> name, char c) => name switch
    {
        "alpha" => char.IsAsciiLetter(c),
        "digit" => char.IsAsciiDigit(c),
        "alnum" => char.IsAsciiLetterOrDigit(c),
        "upper" => char.IsAsciiLetterUpper(c),
        "lower" => char.IsAsciiLetterLower(c),
        "space" => c is ' ' or '\t' or '\n' or '\r' or '\v' or '\f',
        "blank" => c is ' ' or '\t',
        "punct" => char.IsPunctuation(c) || char.IsSymbol(c),
        "xdigit" => char.IsAsciiHexDigit(c),
        "cntrl" => char.IsControl(c),
        "print" => !char.IsControl(c),
        "graph" => !char.IsControl(c) && c != ' ',
        _ => false,
    };
}
