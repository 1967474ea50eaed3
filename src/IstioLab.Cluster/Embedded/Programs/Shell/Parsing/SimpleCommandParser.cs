namespace IstioLab.Cluster.Embedded.Programs.Shell.Parsing;

/// <summary>Parses a simple command, or the definition of a function, which begins like one.</summary>
internal sealed class SimpleCommandParser(ShellParser parser)
{
    private readonly List<Assignment> _assignments = [];
    private readonly List<Word> _words = [];
    private readonly List<Redirection> _redirections = [];

    /// <summary>Parses.</summary>
    public Command Parse()
    {
        var line = parser.Lexer.Peek().Line;
        while (true)
        {
            if (parser.ParseRedirection() is { } redirection)
            {
                _redirections.Add(redirection);
                continue;
            }
            var token = parser.Lexer.Peek();
            if (token.Is("(") && _assignments.Count == 0 && _redirections.Count == 0 && _words is [{ Plain: { } name }])
                return ParseFunction(name);
            if (token.Is("(") && _words.Count == 0 && _assignments is [.., { Value.Parts.Count: 0 }])
                throw ShellSyntaxException.Unsupported("arrays", token.Line);
            if (token.Word is not { } word)
                break;
            parser.Lexer.Next();
            if (_words.Count == 0 && AsAssignment(word) is { } assignment)
                _assignments.Add(assignment);
            else
                _words.Add(word);
        }
        if (parser.Lexer.Peek() is { } next && next.Is("("))
            throw ShellParser.Unexpected(next);
        return new SimpleCommand(_assignments, _words, _redirections, line);
    }

    /// <summary>The assignment that a word is, or <see langword="null"/>.</summary>
    public static Assignment? AsAssignment(Word word)
    {
        if (word.Parts is not [LiteralPart { Quoted: false } first, ..])
            return null;
        var equals = first.Text.IndexOf('=', StringComparison.Ordinal);
        if (equals < 1 || !IsName(first.Text.AsSpan(0, equals)))
            return null;
        var parts = new List<WordPart>();
        if (equals + 1 < first.Text.Length)
            parts.Add(new LiteralPart(first.Text[(equals + 1)..], false));
        parts.AddRange(word.Parts.Skip(1));
        return new Assignment(first.Text[..equals], new Word(parts));
    }

    /// <summary>Whether a text can name a variable.</summary>
    public static bool IsName(ReadOnlySpan<char> text)
    {
        if (text.IsEmpty || char.IsAsciiDigit(text[0]))
            return false;
        foreach (var c in text)
        {
            if (!char.IsAsciiLetterOrDigit(c) && c != '_')
                return false;
        }
        return true;
    }

    private FunctionCommand ParseFunction(string name)
    {
        var open = parser.Lexer.Next();
        if (!parser.Lexer.Peek().Is(")"))
            throw ShellParser.Unexpected(open);
        parser.Lexer.Next();
        parser.SkipNewlines();
        return new CompoundParser(parser).ParseFunctionBody(name);
    }
}
