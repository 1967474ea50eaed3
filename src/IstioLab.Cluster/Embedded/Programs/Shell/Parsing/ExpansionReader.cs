using System.Text;

namespace IstioLab.Cluster.Embedded.Programs.Shell.Parsing;

/// <summary>Reads what begins with a dollar sign or a backquote.</summary>
internal sealed class ExpansionReader(string text, int start, int line, int depth, bool quoted)
{
    /// <summary>Nesting of substitutions; more is refused, because each level takes a part of the stack.</summary>
    public const int MaximumDepth = 50;

    private static readonly string[] s_braceOperators =
        [":-", ":=", ":?", ":+", "%%", "##", "//", "-", "=", "?", "+", "%", "#", "/", ":"];

    /// <summary>Offset of the next character.</summary>
    public int Position { get; private set; } = start;

    /// <summary>Line of the next character.</summary>
    public int Line { get; private set; } = line;

    /// <summary>The expansion; <see langword="null"/> when the dollar sign stands for itself.</summary>
    public WordPart? Read()
    {
        if (depth > MaximumDepth)
            throw new ShellSyntaxException("nesting is too deep", Line);
        if (text[Position++] == '`')
            return ReadBackquote();
        var rest = text.AsSpan(Position);
        return rest switch
        {
            ['(', '(', ..] => ReadArithmetic(),
            ['(', ..] => ReadCommand(),
            ['{', ..] => ReadBraces(),
            [var c, ..] when char.IsAsciiLetter(c) || c == '_' => new ParameterPart(ReadName(), "", null, quoted),
            [var c, ..] when char.IsAsciiDigit(c) || "@*#?-$!".Contains(c, StringComparison.Ordinal) => Special(c),
            _ => null,
        };
    }

    private ParameterPart Special(char name)
    {
        Position++;
        return new ParameterPart(name.ToString(), "", null, quoted);
    }

    private ArithmeticPart ReadArithmetic()
    {
        var reader = new WordReader(text, Position + 2, Line, depth);
        var expression = reader.ReadArithmetic();
        Position = reader.Position;
        Line = reader.Line;
        return new ArithmeticPart(expression, quoted);
    }

    private CommandPart ReadCommand()
    {
        var lexer = new ShellLexer(text, Position + 1, Line, depth);
        var body = new ShellParser(lexer).ParseUntilParenthesis();
        Position = lexer.Position;
        Line = lexer.Line;
        return new CommandPart(body, quoted);
    }

    private CommandPart ReadBackquote()
    {
        var script = new StringBuilder();
        var first = Line;
        while (true)
        {
            if (Position >= text.Length)
                throw new ShellSyntaxException("EOF in backquote substitution", Line, isIncomplete: true);
            var c = text[Position++];
            if (c == '`')
                break;
            if (c == '\n')
                Line++;
            if (c == '\\' && Position < text.Length && (text[Position] is '`' or '$' or '\\' || (quoted && text[Position] == '"')))
                c = text[Position++];
            script.Append(c);
        }
        return new CommandPart(ShellParser.Parse(script.ToString(), first, depth), quoted);
    }

    private ParameterPart ReadBraces()
    {
        Position++;
        var rest = text.AsSpan(Position);
        if (rest is ['#', '}', ..])
            return Closed("#", "", null);
        if (rest is ['#', var c, ..] && (char.IsAsciiLetterOrDigit(c) || "_@*?".Contains(c, StringComparison.Ordinal)))
        {
            Position++;
            return Closed(ReadParameterName(), "length", null);
        }
        var name = ReadParameterName();
        rest = text.AsSpan(Position);
        if (rest is ['}', ..])
            return Closed(name, "", null);
        foreach (var candidate in s_braceOperators)
        {
            if (rest.StartsWith(candidate, StringComparison.Ordinal))
                return Operation(name, candidate);
        }
        if (rest.IsEmpty)
            throw new ShellSyntaxException("missing '}'", Line, isIncomplete: true);
        if (rest[0] == '[')
            throw ShellSyntaxException.Unsupported("arrays", Line);
        throw new ShellSyntaxException("bad substitution", Line);
    }

    private ParameterPart Operation(string name, string candidate)
    {
        var reader = new WordReader(text, Position + candidate.Length, Line, depth);
        var argument = reader.ReadBraced(quoted, candidate is "%" or "%%" or "#" or "##" or "/" or "//");
        Position = reader.Position;
        Line = reader.Line;
        return new ParameterPart(name, candidate, argument, quoted);
    }

    private ParameterPart Closed(string name, string @operator, Word? argument)
    {
        if (name == "#")
            Position++;
        if (Position >= text.Length || text[Position] != '}')
            throw new ShellSyntaxException("bad substitution", Line);
        Position++;
        return new ParameterPart(name, @operator, argument, quoted);
    }

    private string ReadParameterName()
    {
        if (Position >= text.Length)
            throw new ShellSyntaxException("missing '}'", Line, isIncomplete: true);
        var c = text[Position];
        if (char.IsAsciiLetter(c) || c == '_')
            return ReadName();
        var start = Position;
        while (Position < text.Length && char.IsAsciiDigit(text[Position]))
            Position++;
        if (Position == start && "@*#?-$!".Contains(c, StringComparison.Ordinal))
            Position++;
        if (Position == start)
            throw new ShellSyntaxException("bad substitution", Line);
        return text[start..Position];
    }

    private string ReadName()
    {
        var start = Position;
        while (Position < text.Length && (char.IsAsciiLetterOrDigit(text[Position]) || text[Position] == '_'))
            Position++;
        return text[start..Position];
    }
}
