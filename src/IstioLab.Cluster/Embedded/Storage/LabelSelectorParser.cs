namespace IstioLab.Cluster.Embedded.Storage;

/// <summary>Reads the text form of label selectors.</summary>
internal sealed class LabelSelectorParser(string text)
{
    private int _position;

    /// <summary>All terms, or the reason why the text is not a selector.</summary>
    public bool TryParse(out List<LabelRequirement> requirements, out string error)
    {
        requirements = [];
        error = "";
        SkipSpaces();
        while (_position < text.Length)
        {
            if (ParseTerm(out error) is not { } term) return false;
            requirements.Add(term);
            SkipSpaces();
            if (_position >= text.Length) break;
            if (text[_position] != ',') return Fail($"found '{text[_position..]}', expected: ',' or 'end of string'", out error) is not null;
            _position++;
            SkipSpaces();
            if (_position >= text.Length) return Fail("found '', expected: identifier after ','", out error) is not null;
        }
        return true;
    }

    private LabelRequirement? ParseTerm(out string error)
    {
        error = "";
        var negated = Take("!");
        var key = Word();
        if (key.Length == 0) return Fail($"found '{text[_position..]}', expected: !, identifier, or 'end of string'", out error);
        if (negated) return new LabelRequirement(key, LabelOperator.DoesNotExist, []);
        SkipSpaces();
        if (Take("==") || Take("=")) return new LabelRequirement(key, LabelOperator.In, [Value()]);
        if (Take("!=")) return new LabelRequirement(key, LabelOperator.NotIn, [Value()]);
        if (Take(">")) return Number(key, LabelOperator.GreaterThan, out error);
        if (Take("<")) return Number(key, LabelOperator.LessThan, out error);
        var mark = _position;
        var word = Word();
        if (word is "in" or "notin") return Set(key, word == "in" ? LabelOperator.In : LabelOperator.NotIn, out error);
        _position = mark;
        if (_position < text.Length && text[_position] != ',')
            return Fail($"found '{text[_position..]}', expected: in, notin, =, ==, !=, gt, lt", out error);
        return new LabelRequirement(key, LabelOperator.Exists, []);
    }

    private LabelRequirement? Number(string key, LabelOperator comparison, out string error)
    {
        var value = Value();
        error = "";
        return long.TryParse(value, out _)
            ? new LabelRequirement(key, comparison, [value])
            : Fail($"for 'Gt', 'Lt' operators, the value must be an integer, found '{value}'", out error);
    }

    private LabelRequirement? Set(string key, LabelOperator comparison, out string error)
    {
        error = "";
        SkipSpaces();
        if (!Take("(")) return Fail($"found '{text[_position..]}' expected: '('", out error);
        var values = new List<string>();
        do
        {
            values.Add(Value());
            SkipSpaces();
        }
        while (Take(","));
        return Take(")")
            ? new LabelRequirement(key, comparison, values)
            : Fail($"found '{text[_position..]}', expected: ',', or ')'", out error);
    }

    private string Value()
    {
        SkipSpaces();
        return Word();
    }

    private string Word()
    {
        SkipSpaces();
        var start = _position;
        while (_position < text.Length && (char.IsAsciiLetterOrDigit(text[_position]) || text[_position] is '-' or '_' or '.' or '/')) _position++;
        return text[start.._position];
    }

    private bool Take(string token)
    {
        if (!text.AsSpan(_position).StartsWith(token, StringComparison.Ordinal)) return false;
        _position += token.Length;
        return true;
    }

    private void SkipSpaces()
    {
        while (_position < text.Length && char.IsWhiteSpace(text[_position])) _position++;
    }

    private LabelRequirement? Fail(string reason, out string error)
    {
        error = $"unable to parse requirement: {reason}";
        _position = text.Length;
        return null;
    }
}
