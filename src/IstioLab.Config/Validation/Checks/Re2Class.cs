namespace IstioLab.Config.Validation.Checks;

/// <summary>A character class <c>[…]</c> of RE2.</summary>
internal sealed class Re2Class(string pattern, int start)
{
    private static readonly HashSet<string> s_posix = new(StringComparer.Ordinal)
    {
        "alnum", "alpha", "ascii", "blank", "cntrl", "digit", "graph", "lower", "print", "punct", "space", "upper", "word", "xdigit",
    };

    private int _at = start + 1;

    public int End => _at;

    /// <summary>Reads to behind the closing bracket; answers the error or null.</summary>
    public string? Parse()
    {
        if (_at < pattern.Length && pattern[_at] == '^')
        {
            _at++;
        }

        for (var first = true; ; first = false)
        {
            if (_at >= pattern.Length)
            {
                return $"missing closing ]: `{pattern[start..]}`";
            }

            if (pattern[_at] == ']' && !first)
            {
                _at++;
                return null;
            }

            if ((pattern[_at] == '[' ? Posix() : null) is { } known)
            {
                if (known.Length > 0)
                {
                    return known;
                }
            }
            else if (Range() is { } error)
            {
                return error;
            }
        }
    }

    /// <summary>Null when no <c>[:name:]</c> stands here, "" when one was read, else the error.</summary>
    private string? Posix()
    {
        var end = pattern.AsSpan(_at).StartsWith("[:") ? pattern.IndexOf(":]", _at + 2, StringComparison.Ordinal) : -1;
        if (end < 0)
        {
            return null;
        }

        var text = pattern[_at..(end + 2)];
        var known = s_posix.Contains(text[2..^2].TrimStart('^'));
        _at = end + 2;
        return known ? "" : $"invalid character class range: `{text}`";
    }

    private string? Range()
    {
        var from = _at;
        if (Character(out var low) is { } error)
        {
            return error;
        }

        if (low < 0 || _at + 1 >= pattern.Length || pattern[_at] != '-' || pattern[_at + 1] == ']')
        {
            return null;
        }

        _at++;
        if (Character(out var high) is { } second)
        {
            return second;
        }

        return high < low ? $"invalid character class range: `{pattern[from.._at]}`" : null;
    }

    private string? Character(out int value)
    {
        if (pattern[_at] == '\\')
        {
            return Re2Escape.Read(pattern, ref _at, out value);
        }

        value = pattern[_at++];
        return null;
    }
}
