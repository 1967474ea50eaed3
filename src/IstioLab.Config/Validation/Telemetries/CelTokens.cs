namespace IstioLab.Config.Validation.Telemetries;

/// <summary>Cuts a CEL expression into tokens. A literal is <c>0</c>, a name is <c>a</c>, an operator is itself.</summary>
internal static class CelTokens
{
    private static readonly string[] s_operators =
        ["==", "!=", "<=", ">=", "&&", "||", "<", ">", "+", "-", "*", "/", "%", "!", "?", ":", ".", ",", "(", ")", "[", "]", "{", "}"];

    /// <summary>The tokens, or null when the text has something that is none.</summary>
    public static List<string>? Read(string text)
    {
        var tokens = new List<string>();
        for (var at = 0; at < text.Length;)
        {
            if (char.IsWhiteSpace(text[at]))
            {
                at++;
                continue;
            }

            var start = at;
            var token = Next(text, ref at);
            if (token is null || at == start)
            {
                return null;
            }

            tokens.Add(token);
        }

        return tokens;
    }

    private static string? Next(string text, ref int at)
    {
        var prefix = at;
        while (prefix < text.Length && prefix < at + 2 && "rRbB".Contains(text[prefix], StringComparison.Ordinal))
        {
            prefix++;
        }

        if (prefix < text.Length && text[prefix] is '"' or '\'')
        {
            return Quoted(text, prefix, text.AsSpan(at, prefix - at).IndexOfAny('r', 'R') >= 0, ref at) ? "0" : null;
        }

        if (char.IsAsciiDigit(text[at]))
        {
            Number(text, ref at);
            return "0";
        }

        if (char.IsAsciiLetter(text[at]) || text[at] == '_')
        {
            var start = at;
            while (at < text.Length && (char.IsAsciiLetterOrDigit(text[at]) || text[at] == '_'))
            {
                at++;
            }

            return text[start..at] switch { "true" or "false" or "null" => "0", "in" => "in", _ => "a" };
        }

        foreach (var symbol in s_operators)
        {
            if (string.CompareOrdinal(text, at, symbol, 0, symbol.Length) == 0)
            {
                at += symbol.Length;
                return symbol;
            }
        }

        return null;
    }

    private static void Number(string text, ref int at)
    {
        if (text.AsSpan(at).StartsWith("0x", StringComparison.OrdinalIgnoreCase))
        {
            at += 2;
        }

        while (at < text.Length && (char.IsAsciiHexDigit(text[at]) || (text[at] == '.' && at + 1 < text.Length && char.IsAsciiDigit(text[at + 1]))
            || (text[at] is '+' or '-' && text[at - 1] is 'e' or 'E')))
        {
            at++;
        }

        if (at < text.Length && text[at] is 'u' or 'U')
        {
            at++;
        }
    }

    private static bool Quoted(string text, int open, bool raw, ref int at)
    {
        var quote = text[open];
        var triple = string.CompareOrdinal(text, open, new string(quote, 3), 0, 3) == 0;
        var end = new string(quote, triple ? 3 : 1);
        for (var i = open + end.Length; i < text.Length; i++)
        {
            if (text[i] == '\\' && !raw)
            {
                i++;
            }
            else if (text[i] == '\n' && !triple)
            {
                return false;
            }
            else if (string.CompareOrdinal(text, i, end, 0, end.Length) == 0)
            {
                at = i + end.Length;
                return true;
            }
        }

        return false;
    }
}
