namespace IstioLab.Config.Validation.Checks;

/// <summary>
/// Checks a regular expression against RE2's syntax (https://github.com/google/re2/wiki/Syntax), which is what Istio and Envoy run:
/// look-around, back references, possessive quantifiers and repetition over 1000 are refused.
/// </summary>
internal sealed class Re2Syntax
{
    private const int MaxRepeat = 1000;

    private readonly string _pattern;
    private readonly HashSet<string> _names = new(StringComparer.Ordinal);
    private int _at;
    private int _depth;
    private bool _hasAtom;
    private string? _repeat;
    private readonly Stack<int> _outer = new();

    // How often repetitions within repetitions repeat: of the last item, and at most in the group so far.
    private int _times = 1;
    private int _most = 1;
    private int _count;

    private Re2Syntax(string pattern) => _pattern = pattern;

    /// <summary>What is wrong, in the words of Go's parser, or null.</summary>
    public static string? Error(string pattern) =>
        new Re2Syntax(pattern).Parse() is { } error ? $"error parsing regexp: {error}" : null;

    private string? Parse()
    {
        while (_at < _pattern.Length)
        {
            if (Step() is { } error)
            {
                return error;
            }
        }

        return _depth > 0 ? $"missing closing ): `{_pattern}`" : null;
    }

    private string? Step()
    {
        var c = _pattern[_at];
        if (c is '*' or '+' or '?')
        {
            return Repeat(_at, _at + 1);
        }

        if (c == '{' && Count(out var end, out var error))
        {
            return error ?? Repeat(_at, end) ?? Multiply(end);
        }

        (_repeat, _times) = (null, 1);
        switch (c)
        {
            case '(':
                return Open();
            case ')':
                return Close();
            case '|':
                (_hasAtom, _at) = (false, _at + 1);
                return null;
            case '[':
                _hasAtom = true;
                var set = new Re2Class(_pattern, _at);
                var problem = set.Parse();
                _at = set.End;
                return problem;
            case '\\':
                return Escape();
            default:
                (_hasAtom, _at) = (true, _at + 1);
                return null;
        }
    }

    private string? Repeat(int start, int end)
    {
        if (!_hasAtom)
        {
            return $"missing argument to repetition operator: `{_pattern[start..end]}`";
        }

        if (end < _pattern.Length && _pattern[end] == '?')
        {
            end++;
        }

        if (_repeat is not null)
        {
            return $"invalid nested repetition operator: `{_repeat}{_pattern[start..end]}`";
        }

        (_repeat, _at) = (_pattern[start..end], end);
        return null;
    }

    private string? Multiply(int end)
    {
        _times *= Math.Max(1, _count);
        _most = Math.Max(_most, _times);
        return _times <= MaxRepeat ? null : $"invalid repeat count: `{_pattern[_pattern.LastIndexOf('{', end - 1)..end]}`";
    }

    /// <summary>Whether a count as <c>{2,5}</c> stands here; otherwise the brace is a character.</summary>
    private bool Count(out int end, out string? error)
    {
        (end, error) = (_pattern.IndexOf('}', _at) + 1, null);
        if (end == 0)
        {
            return false;
        }

        var parts = _pattern[(_at + 1)..(end - 1)].Split(',');
        if (parts.Length > 2 || !IsNumber(parts[0]) || (parts.Length == 2 && parts[1].Length > 0 && !IsNumber(parts[1])))
        {
            return false;
        }

        var low = Bounded(parts[0]);
        var high = parts.Length == 2 && parts[1].Length > 0 ? Bounded(parts[1]) : low;
        _count = high;
        if (low > MaxRepeat || high > MaxRepeat || high < low)
        {
            error = $"invalid repeat count: `{_pattern[_at..end]}`";
        }

        return true;
    }

    private static bool IsNumber(string text) => text.Length > 0 && text.All(char.IsAsciiDigit) && (text.Length == 1 || text[0] != '0');

    private static int Bounded(string digits) => digits.Length > 4 ? MaxRepeat + 1 : int.Parse(digits, System.Globalization.CultureInfo.InvariantCulture);

    private string? Open()
    {
        if (_at + 1 < _pattern.Length && _pattern[_at + 1] == '?')
        {
            return OpenSpecial();
        }

        Enter(_at + 1);
        return null;
    }

    private string? OpenSpecial()
    {
        var rest = _pattern.AsSpan(_at);
        if (rest.StartsWith("(?P<") || (rest.StartsWith("(?<") && !rest.StartsWith("(?<=") && !rest.StartsWith("(?<!")))
        {
            return OpenNamed(rest.IndexOf('<'));
        }

        var i = _at + 2;
        var negated = false;
        for (; i < _pattern.Length; i++)
        {
            switch (_pattern[i])
            {
                case 'i' or 'm' or 's' or 'U':
                    continue;
                case '-' when !negated:
                    negated = true;
                    continue;
                case ':' when i == _at + 2 || _pattern[i - 1] != '-':
                    Enter(i + 1);
                    return null;
                case ')' when i > _at + 2 && _pattern[i - 1] != '-':
                    _at = i + 1;
                    return null;
                default:
                    return $"invalid or unsupported Perl syntax: `{_pattern[_at..(i + 1)]}`";
            }
        }

        return $"missing closing ): `{_pattern}`";
    }

    private string? OpenNamed(int bracket)
    {
        var start = _at + bracket + 1;
        var end = _pattern.IndexOf('>', start);
        if (end < 0)
        {
            return $"invalid named capture: `{_pattern[_at..]}`";
        }

        var name = _pattern[start..end];
        if (name.Length == 0 || !name.All(static c => char.IsAsciiLetterOrDigit(c) || c == '_') || !_names.Add(name))
        {
            return $"invalid named capture: `{_pattern[_at..(end + 1)]}`";
        }

        Enter(end + 1);
        return null;
    }

    private void Enter(int next)
    {
        _depth++;
        _outer.Push(_most);
        _most = 1;
        (_hasAtom, _at) = (false, next);
    }

    private string? Close()
    {
        if (_depth == 0)
        {
            return $"unexpected ): `{_pattern}`";
        }

        _depth--;
        (_times, _most) = (_most, Math.Max(_outer.Pop(), _most));
        (_hasAtom, _at) = (true, _at + 1);
        return null;
    }

    private string? Escape()
    {
        _hasAtom = true;
        if (_pattern.AsSpan(_at).StartsWith("\\Q"))
        {
            var end = _pattern.IndexOf("\\E", _at + 2, StringComparison.Ordinal);
            _at = end < 0 ? _pattern.Length : end + 2;
            return null;
        }

        if (_at + 1 < _pattern.Length && (_pattern[_at + 1] is 'A' or 'b' or 'B' or 'z'))
        {
            _at += 2;
            return null;
        }

        return Re2Escape.Read(_pattern, ref _at, out _);
    }
}
