using System.Text;

namespace IstioLab.Cluster.Embedded.Programs.Shell.Parsing;

/// <summary>Reads one word with its quotes and expansions.</summary>
internal sealed class WordReader(string text, int start, int line, int depth)
{
    private readonly List<WordPart> _parts = [];
    private readonly StringBuilder _literal = new();
    private int _line = line;
    private bool _literalQuoted;

    /// <summary>Offset of the next character.</summary>
    public int Position { get; private set; } = start;

    /// <summary>Line of the next character.</summary>
    public int Line => _line;

    private bool AtEnd => Position >= text.Length;

    private char Current => text[Position];

    /// <summary>Reads up to a character of <paramref name="stops"/> that is not quoted.</summary>
    public Word ReadWord(string stops)
    {
        while (!AtEnd && !stops.Contains(Current, StringComparison.Ordinal))
            ReadUnquoted();
        return Finish();
    }

    /// <summary>Reads a here-document: as in double quotes, but a double quote stands for itself.</summary>
    public Word ReadDocument()
    {
        while (!AtEnd)
            ReadQuotedOne("$`\\\n");
        return Finish();
    }

    /// <summary>Reads the expression of <c>$((…))</c> up to the parentheses that end it.</summary>
    public Word ReadArithmetic()
    {
        var open = 0;
        while (!AtEnd)
        {
            if (Current == ')' && open == 0)
            {
                if (Position + 1 < text.Length && text[Position + 1] == ')')
                {
                    Position += 2;
                    return Finish();
                }
                throw new ShellSyntaxException("unterminated arithmetic expansion", _line);
            }
            open += Current switch { '(' => 1, ')' => -1, _ => 0 };
            if (Current == '"')
                Position++;
            else
                ReadQuotedOne("$`\"\\\n");
        }
        throw Unterminated("missing '))'");
    }

    /// <summary>Reads the argument of <c>${x…}</c> up to its brace, which is taken.</summary>
    public Word ReadBraced(bool quoted, bool pattern)
    {
        while (!AtEnd)
        {
            if (Current == '}')
            {
                Position++;
                return Finish();
            }
            if (quoted && !pattern)
                ReadBracedQuoted();
            else
                ReadUnquoted();
        }
        throw Unterminated("missing '}'");
    }

    private void ReadBracedQuoted()
    {
        if (Current == '"')
            ReadDoubleQuotes();
        else
            ReadQuotedOne("$`\"\\\n}");
    }

    private void ReadUnquoted()
    {
        switch (Current)
        {
            case '\'':
                ReadSingleQuotes();
                break;
            case '"':
                ReadDoubleQuotes();
                break;
            case '\\':
                ReadEscape();
                break;
            case '$' when Position + 1 < text.Length && text[Position + 1] == '\'':
                Position += 2;
                Append(AnsiQuotes(), quoted: true);
                break;
            case '$' or '`':
                ReadExpansion(quoted: false);
                break;
            default:
                CountLine();
                Append(text[Position++], quoted: false);
                break;
        }
    }

    private void ReadEscape()
    {
        Position++;
        if (AtEnd)
        {
            Append('\\', quoted: true);
            return;
        }
        var c = text[Position++];
        if (c == '\n')
            _line++;
        else
            Append(c, quoted: true);
    }

    private void ReadSingleQuotes()
    {
        var end = text.IndexOf('\'', Position + 1);
        if (end < 0)
            throw Unterminated("unterminated quoted string");
        var content = text[(Position + 1)..end];
        _line += content.Count(c => c == '\n');
        Append(content, quoted: true);
        Position = end + 1;
    }

    private void ReadDoubleQuotes()
    {
        var open = Position++;
        while (!AtEnd)
        {
            if (Current == '"')
            {
                if (Position++ == open + 1)
                    Append("", quoted: true);
                return;
            }
            ReadQuotedOne("$`\"\\\n");
        }
        throw Unterminated("unterminated quoted string");
    }

    private void ReadQuotedOne(string escapable)
    {
        switch (Current)
        {
            case '\\' when Position + 1 < text.Length:
                var next = text[Position + 1];
                Position += 2;
                if (next == '\n')
                    _line++;
                else if (escapable.Contains(next, StringComparison.Ordinal))
                    Append(next, quoted: true);
                else
                    Append("\\" + next, quoted: true);
                break;
            case '$' or '`':
                ReadExpansion(quoted: true);
                break;
            default:
                CountLine();
                Append(text[Position++], quoted: true);
                break;
        }
    }

    private void ReadExpansion(bool quoted)
    {
        var reader = new ExpansionReader(text, Position, _line, depth + 1, quoted);
        if (reader.Read() is { } part)
        {
            FlushLiteral();
            _parts.Add(part);
        }
        else
        {
            Append('$', quoted);
        }
        Position = reader.Position;
        _line = reader.Line;
    }

    private string AnsiQuotes()
    {
        var content = new StringBuilder();
        while (!AtEnd && Current != '\'')
        {
            if (Current == '\\' && Position + 1 < text.Length)
            {
                content.Append(EscapeSequences.Read(text, Position, out var length));
                Position += length;
            }
            else
            {
                CountLine();
                content.Append(text[Position++]);
            }
        }
        if (AtEnd)
            throw Unterminated("unterminated quoted string");
        Position++;
        return content.ToString();
    }

    private void Append(char c, bool quoted) => Append(c.ToString(), quoted);

    private void Append(string part, bool quoted)
    {
        if (_literal.Length > 0 && _literalQuoted != quoted)
            FlushLiteral();
        if (part.Length == 0 && _literal.Length == 0)
            _parts.Add(new LiteralPart("", true));
        _literalQuoted = quoted;
        _literal.Append(part);
    }

    private void FlushLiteral()
    {
        if (_literal.Length > 0)
            _parts.Add(new LiteralPart(_literal.ToString(), _literalQuoted));
        _literal.Clear();
    }

    private Word Finish()
    {
        FlushLiteral();
        return new Word([.. _parts]);
    }

    private void CountLine()
    {
        if (Current == '\n')
            _line++;
    }

    private ShellSyntaxException Unterminated(string message) => new(message, _line, isIncomplete: true);
}
