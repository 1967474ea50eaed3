using System.Text;

namespace IstioLab.Cluster.Embedded.Programs.Shell.Parsing;

/// <summary>Cuts a script into tokens. Words are read with all that is nested in them.</summary>
internal sealed class ShellLexer(string text, int start, int line, int depth)
{
    private const string Meta = " \t\n;&|<>()";

    private static readonly string[] s_operators =
        ["<<-", "&&", "||", ";;", "<<", ">>", "<&", ">&", "<>", ">|", ";", "&", "|", "<", ">", "(", ")"];

    private readonly Queue<HereDocument> _pending = new();
    private Token? _peeked;
    private int _position = start;
    private int _line = line;

    /// <summary>How deep this text is nested in substitutions.</summary>
    public int Depth { get; } = depth;

    /// <summary>Offset behind the last token that was taken.</summary>
    public int Position => _peeked?.Start ?? _position;

    /// <summary>Line of the next character.</summary>
    public int Line => _line;

    /// <summary>The whole script.</summary>
    public string Text { get; } = text;

    /// <summary>The next token, which stays.</summary>
    public Token Peek() => _peeked ??= Read();

    /// <summary>Takes the next token.</summary>
    public Token Next()
    {
        var token = Peek();
        _peeked = null;
        return token;
    }

    /// <summary>Registers a here-document whose text begins on the next line.</summary>
    public void Expect(HereDocument document) => _pending.Enqueue(document);

    private Token Read()
    {
        SkipBlanks();
        var start = _position;
        if (start >= Text.Length)
        {
            if (_pending.Count > 0)
                throw new ShellSyntaxException("unexpected end of file (here-document)", _line, isIncomplete: true);
            return new Token(TokenKind.End, "", null, start, _line);
        }
        if (Text[start] == '\n')
        {
            var token = new Token(TokenKind.Newline, "\n", null, start, _line);
            _position++;
            _line++;
            ReadDocuments();
            return token;
        }
        var rest = Text.AsSpan(start);
        RejectForeign(rest);
        foreach (var candidate in s_operators)
        {
            if (rest.StartsWith(candidate, StringComparison.Ordinal))
            {
                _position += candidate.Length;
                return new Token(TokenKind.Operator, candidate, null, start, _line);
            }
        }
        return ReadNumber(rest, start) ?? ReadWordToken(start);
    }

    private Token? ReadNumber(ReadOnlySpan<char> rest, int start)
    {
        var digits = rest.IndexOfAnyExceptInRange('0', '9');
        if (digits != 1 || rest[digits] is not ('<' or '>'))
            return null;
        _position += digits;
        return new Token(TokenKind.Number, rest[..digits].ToString(), null, start, _line);
    }

    private Token ReadWordToken(int start)
    {
        var line = _line;
        var reader = new WordReader(Text, start, _line, Depth);
        var word = reader.ReadWord(Meta);
        _position = reader.Position;
        _line = reader.Line;
        return new Token(TokenKind.Word, Text[start.._position], word, start, line);
    }

    private void RejectForeign(ReadOnlySpan<char> rest)
    {
        var name = rest switch
        {
            ['<', '(', ..] or ['>', '(', ..] => "process substitution '<(…)'",
            ['<', '<', '<', ..] => "here-string '<<<'",
            ['&', '>', ..] => "redirection '&>' (write '>file 2>&1')",
            ['|', '&', ..] => "pipe '|&' (write '2>&1 |')",
            [';', '&', ..] => "case fall-through ';&'",
            _ => null,
        };
        if (name is not null)
            throw ShellSyntaxException.Unsupported(name, _line);
    }

    private void SkipBlanks()
    {
        while (_position < Text.Length)
        {
            var c = Text[_position];
            if (c is ' ' or '\t' or '\r')
            {
                _position++;
            }
            else if (c == '\\' && _position + 1 < Text.Length && Text[_position + 1] == '\n')
            {
                _position += 2;
                _line++;
            }
            else if (c == '#')
            {
                var end = Text.IndexOf('\n', _position);
                _position = end < 0 ? Text.Length : end;
            }
            else
            {
                return;
            }
        }
    }

    private void ReadDocuments()
    {
        while (_pending.TryDequeue(out var document))
        {
            var body = new StringBuilder();
            var firstLine = _line;
            while (true)
            {
                if (_position >= Text.Length)
                    throw new ShellSyntaxException($"unexpected end of file (expecting \"{document.Delimiter}\")", _line, isIncomplete: true);
                var end = Text.IndexOf('\n', _position);
                var stop = end < 0 ? Text.Length : end;
                var content = Text[_position..stop];
                _position = end < 0 ? stop : stop + 1;
                _line++;
                if (document.StripTabs)
                    content = content.TrimStart('\t');
                if (content == document.Delimiter)
                    break;
                body.Append(content).Append('\n');
            }
            if (document.Quoted)
                document.Parts.Add(new LiteralPart(body.ToString(), true));
            else
                document.Parts.AddRange(new WordReader(body.ToString(), 0, firstLine, Depth).ReadDocument().Parts);
        }
    }
}
