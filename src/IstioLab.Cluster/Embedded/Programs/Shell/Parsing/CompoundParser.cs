namespace IstioLab.Cluster.Embedded.Programs.Shell.Parsing;

/// <summary>Parses what begins with a reserved word or a parenthesis.</summary>
internal sealed class CompoundParser(ShellParser parser)
{
    /// <summary>The compound command that begins here; <see langword="null"/> when none does.</summary>
    public Command? TryParse()
    {
        var token = parser.Lexer.Peek();
        if (token.Is("("))
            return ParseSubshell(token);
        switch (token.Word?.Plain)
        {
            case "{":
                parser.Lexer.Next();
                var group = new GroupCommand(parser.ParseBody());
                parser.Expect("}");
                return group;
            case "if":
                return ParseIf();
            case "while" or "until":
                parser.Lexer.Next();
                var condition = parser.ParseBody();
                return new LoopCommand(condition, ParseDo(), token.Text == "until");
            case "for":
                return ParseFor();
            case "case":
                return ParseCase();
            case "function":
                parser.Lexer.Next();
                return ParseNamedFunction();
            case "select" or "coproc":
                throw ShellSyntaxException.Unsupported($"'{token.Text}'", token.Line);
            default:
                return null;
        }
    }

    /// <summary>The body of a function, behind its parentheses.</summary>
    public FunctionCommand ParseFunctionBody(string name)
    {
        var token = parser.Lexer.Peek();
        var body = TryParse() ?? throw ShellParser.Unexpected(token);
        var redirections = new List<Redirection>();
        while (parser.ParseRedirection() is { } redirection)
            redirections.Add(redirection);
        return new FunctionCommand(name, redirections.Count == 0 ? body : new RedirectedCommand(body, redirections));
    }

    private FunctionCommand ParseNamedFunction()
    {
        var token = parser.Lexer.Next();
        var name = token.Word?.Plain ?? throw ShellParser.Unexpected(token);
        if (parser.Lexer.Peek().Is("("))
        {
            parser.Lexer.Next();
            parser.Expect(")");
        }
        parser.SkipNewlines();
        return ParseFunctionBody(name);
    }

    private SubshellCommand ParseSubshell(Token open)
    {
        parser.Lexer.Next();
        if (parser.Lexer.Peek() is { } second && second.Is("(") && second.Start == open.Start + 1)
            throw ShellSyntaxException.Unsupported("arithmetic command '((…))' (write '[ $((…)) -ne 0 ]')", open.Line);
        var body = parser.ParseBody();
        parser.Expect(")");
        return new SubshellCommand(body);
    }

    private IfCommand ParseIf()
    {
        var branches = new List<IfBranch>();
        ListCommand? otherwise = null;
        do
        {
            parser.Lexer.Next();
            var condition = parser.ParseBody();
            parser.Expect("then");
            branches.Add(new IfBranch(condition, parser.ParseBody()));
        }
        while (parser.At("elif"));
        if (parser.At("else"))
        {
            parser.Lexer.Next();
            otherwise = parser.ParseBody();
        }
        parser.Expect("fi");
        return new IfCommand(branches, otherwise);
    }

    private ListCommand ParseDo()
    {
        parser.Expect("do");
        var body = parser.ParseBody();
        parser.Expect("done");
        return body;
    }

    private ForCommand ParseFor()
    {
        var line = parser.Lexer.Next().Line;
        if (parser.Lexer.Peek().Is("("))
            throw ShellSyntaxException.Unsupported("'for ((…))' (write 'for i in $(seq 1 10)')", line);
        var token = parser.Lexer.Next();
        if (token.Word?.Plain is not { } name || !SimpleCommandParser.IsName(name))
            throw new ShellSyntaxException("bad for loop variable", token.Line);
        parser.SkipNewlines();
        List<Word>? words = null;
        if (parser.At("in"))
        {
            parser.Lexer.Next();
            words = [];
            while (parser.Lexer.Peek().Word is { } word)
            {
                words.Add(word);
                parser.Lexer.Next();
            }
        }
        if (parser.Lexer.Peek() is { } next && (next.Is(";") || next.Kind == TokenKind.Newline))
            parser.Lexer.Next();
        parser.SkipNewlines();
        return new ForCommand(name, words, ParseDo());
    }

    private CaseCommand ParseCase()
    {
        parser.Lexer.Next();
        var token = parser.Lexer.Next();
        var subject = token.Word ?? throw ShellParser.Unexpected(token);
        parser.SkipNewlines();
        parser.Expect("in");
        parser.SkipNewlines();
        var items = new List<CaseItem>();
        while (!parser.At("esac"))
        {
            if (parser.Lexer.Peek().Is("("))
                parser.Lexer.Next();
            var patterns = ParsePatterns();
            items.Add(new CaseItem(patterns, parser.ParseList()));
            if (parser.Lexer.Peek().Is(";;"))
                parser.Lexer.Next();
            else if (!parser.At("esac"))
                throw ShellParser.Unexpected(parser.Lexer.Peek(), ";;");
            parser.SkipNewlines();
        }
        parser.Expect("esac");
        return new CaseCommand(subject, items);
    }

    private List<Word> ParsePatterns()
    {
        var patterns = new List<Word>();
        while (true)
        {
            var token = parser.Lexer.Next();
            patterns.Add(token.Word ?? throw ShellParser.Unexpected(token));
            if (!parser.Lexer.Peek().Is("|"))
                break;
            parser.Lexer.Next();
        }
        parser.Expect(")");
        return patterns;
    }
}
