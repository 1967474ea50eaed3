namespace IstioLab.Cluster.Embedded.Programs.Shell.Parsing;

/// <summary>
/// The grammar of a POSIX shell, as far as this shell has it: lists, pipelines, simple commands, and with
/// <see cref="CompoundParser"/> the compound ones.
/// </summary>
internal sealed class ShellParser(ShellLexer lexer)
{
    private const int MaximumDepth = 100;

    private static readonly string[] s_ends = ["then", "do", "done", "fi", "else", "elif", "esac", "}"];
    private int _depth;

    /// <summary>The tokens.</summary>
    public ShellLexer Lexer { get; } = lexer;

    /// <summary>Parses a whole script.</summary>
    /// <exception cref="ShellSyntaxException">It is wrong, incomplete, or has grammar that this shell has not.</exception>
    public static ListCommand Parse(string text, int line = 1, int depth = 0)
    {
        var parser = new ShellParser(new ShellLexer(text, 0, line, depth));
        var list = parser.ParseList();
        var token = parser.Lexer.Peek();
        return token.Kind == TokenKind.End ? list : throw Unexpected(token);
    }

    /// <summary>Parses commands up to the parenthesis that ends a substitution.</summary>
    public ListCommand ParseUntilParenthesis()
    {
        var list = ParseList();
        Expect(")");
        return list;
    }

    /// <summary>Parses commands up to something that cannot begin a command.</summary>
    public ListCommand ParseList()
    {
        if (++_depth + Lexer.Depth > MaximumDepth)
            throw new ShellSyntaxException("nesting is too deep", Lexer.Line);
        var items = new List<ListItem>();
        SkipNewlines();
        while (StartsCommand(Lexer.Peek()))
        {
            var start = Lexer.Peek().Start;
            var command = ParseAndOr();
            var text = Lexer.Text[start..Lexer.Position].TrimEnd();
            var next = Lexer.Peek();
            var ended = next.Is(";") || next.Is("&") || next.Kind == TokenKind.Newline;
            items.Add(new ListItem(command, next.Is("&"), text));
            if (!ended)
                break;
            Lexer.Next();
            SkipNewlines();
        }
        _depth--;
        return new ListCommand(items);
    }

    /// <summary>A list that must not be empty.</summary>
    public ListCommand ParseBody()
    {
        var list = ParseList();
        return list.Items.Count > 0 ? list : throw Unexpected(Lexer.Peek());
    }

    /// <summary>Whether the next token is this reserved word.</summary>
    public bool At(string reserved) => Lexer.Peek().Word?.Plain == reserved;

    /// <summary>Takes a reserved word or an operator.</summary>
    public void Expect(string text)
    {
        var token = Lexer.Peek();
        if (token.Is(text) || token.Word?.Plain == text)
            Lexer.Next();
        else
            throw Unexpected(token, text);
    }

    /// <summary>Passes empty lines.</summary>
    public void SkipNewlines()
    {
        while (Lexer.Peek().Kind == TokenKind.Newline)
            Lexer.Next();
    }

    /// <summary>What is wrong with a token.</summary>
    public static ShellSyntaxException Unexpected(Token token, string? expected = null)
    {
        var what = token.Kind switch
        {
            TokenKind.End => "end of file",
            TokenKind.Newline => "newline",
            TokenKind.Word => $"\"{token.Text}\"",
            _ => $"\"{token.Text}\"",
        };
        var hint = expected is null ? "" : $" (expecting \"{expected}\")";
        return new ShellSyntaxException($"unexpected {what}{hint}", token.Line, token.Kind == TokenKind.End);
    }

    /// <summary>A redirection, if the next token begins one.</summary>
    public Redirection? ParseRedirection()
    {
        var token = Lexer.Peek();
        int? descriptor = null;
        if (token.Kind == TokenKind.Number)
        {
            descriptor = token.Text[0] - '0';
            Lexer.Next();
            token = Lexer.Peek();
        }
        if (token.Kind != TokenKind.Operator || token.Text[0] is not ('<' or '>'))
            return null;
        Lexer.Next();
        var target = Lexer.Next();
        if (target.Word is not { } word)
            throw Unexpected(target);
        var number = descriptor ?? (token.Text[0] == '<' ? 0 : 1);
        return token.Text switch
        {
            "<" => new Redirection(number, RedirectionKind.Input, word),
            ">" or ">|" => new Redirection(number, RedirectionKind.Output, word),
            ">>" => new Redirection(number, RedirectionKind.Append, word),
            "<>" => new Redirection(number, RedirectionKind.ReadWrite, word),
            "<<" or "<<-" => HereDocument(number, word, token.Text == "<<-"),
            _ => new Redirection(number, RedirectionKind.Duplicate, word),
        };
    }

    private Redirection HereDocument(int descriptor, Word delimiter, bool stripTabs)
    {
        var text = string.Concat(delimiter.Parts.OfType<LiteralPart>().Select(part => part.Text));
        var document = new HereDocument(text, delimiter.Parts.Any(part => part.Quoted), stripTabs);
        Lexer.Expect(document);
        return new Redirection(descriptor, RedirectionKind.HereDocument, new Word(document.Parts));
    }

    private static bool StartsCommand(Token token) => token.Kind switch
    {
        TokenKind.Word => token.Word!.Plain is not { } plain || !s_ends.Contains(plain),
        TokenKind.Number => true,
        TokenKind.Operator => token.Text is "(" or "<" or ">" or ">>" or "<<" or "<<-" or "<&" or ">&" or "<>" or ">|",
        _ => false,
    };

    private Command ParseAndOr()
    {
        var first = ParsePipeline();
        var rest = new List<ConditionalCommand>();
        while (Lexer.Peek() is { } token && (token.Is("&&") || token.Is("||")))
        {
            Lexer.Next();
            SkipNewlines();
            rest.Add(new ConditionalCommand(token.Is("&&"), ParsePipeline()));
        }
        return rest.Count == 0 ? first : new AndOrCommand(first, rest);
    }

    private Command ParsePipeline()
    {
        var negated = false;
        while (At("!"))
        {
            negated = !negated;
            Lexer.Next();
        }
        var commands = new List<Command> { ParseCommand() };
        while (Lexer.Peek().Is("|"))
        {
            Lexer.Next();
            SkipNewlines();
            commands.Add(ParseCommand());
        }
        return commands.Count == 1 && !negated ? commands[0] : new PipelineCommand(commands, negated);
    }

    private Command ParseCommand()
    {
        var token = Lexer.Peek();
        if (!StartsCommand(token))
            throw Unexpected(token);
        if (new CompoundParser(this).TryParse() is not { } compound)
            return new SimpleCommandParser(this).Parse();
        var redirections = new List<Redirection>();
        while (ParseRedirection() is { } redirection)
            redirections.Add(redirection);
        return redirections.Count == 0 ? compound : new RedirectedCommand(compound, redirections);
    }
}
