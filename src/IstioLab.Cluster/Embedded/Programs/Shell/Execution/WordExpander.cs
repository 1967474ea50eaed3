using System.Globalization;
using IstioLab.Cluster.Embedded.Programs.Shell.Parsing;

namespace IstioLab.Cluster.Embedded.Programs.Shell.Execution;

/// <summary>Makes fields of words: parameters, command substitution, arithmetic, splitting, and paths.</summary>
internal sealed class WordExpander(ShellExecutor shell)
{
    private ShellState State => shell.State;

    /// <summary>Adds the fields of words to <paramref name="fields"/>.</summary>
    public async ValueTask ExpandAsync(IReadOnlyList<Word> words, List<string> fields, CancellationToken cancellationToken)
    {
        foreach (var word in words)
        {
            if (word.Plain is { } plain && !plain.AsSpan().ContainsAny("*?[~\\"))
            {
                fields.Add(plain);
                continue;
            }
            var builder = new FieldBuilder(Separators, split: true);
            await AppendAsync(builder, word, quoted: false, argument: false, cancellationToken);
            foreach (var pattern in builder.Finish())
                AddPaths(pattern, fields);
        }
    }

    /// <summary>The one text that a word is, without splitting and paths: assignments, redirections, here-documents.</summary>
    public async ValueTask<string> ExpandTextAsync(Word word, CancellationToken cancellationToken) =>
        word.Plain is { } plain && !plain.StartsWith('~') ? plain : PatternMatcher.Unescape(await ExpandPatternAsync(word, cancellationToken));

    /// <summary>The pattern that a word is.</summary>
    public async ValueTask<string> ExpandPatternAsync(Word word, CancellationToken cancellationToken)
    {
        var builder = new FieldBuilder(Separators, split: false);
        await AppendAsync(builder, word, quoted: false, argument: false, cancellationToken);
        return string.Join(' ', builder.Finish());
    }

    private string Separators => State.Get("IFS") ?? " \t\n";

    private void AddPaths(string pattern, List<string> fields)
    {
        if (!State.Has('f') && PatternMatcher.IsPattern(pattern))
        {
            var found = new PathGlobber(shell.Host.Files, State.WorkingDirectory).Find(pattern);
            fields.AddRange(found);
            if (found.Count > 0)
                return;
        }
        fields.Add(PatternMatcher.Unescape(pattern));
    }

    /// <summary>Adds a word; as the argument of an expansion its own text is split too.</summary>
    private async ValueTask AppendAsync(FieldBuilder builder, Word word, bool quoted, bool argument, CancellationToken cancellationToken)
    {
        for (var i = 0; i < word.Parts.Count; i++)
        {
            switch (word.Parts[i])
            {
                case LiteralPart literal when literal.Quoted || quoted:
                    builder.AddQuoted(literal.Text);
                    break;
                case LiteralPart literal:
                    if (argument)
                        builder.AddExpanded(i == 0 ? ExpandTilde(literal.Text) : literal.Text);
                    else
                        builder.AddLiteral(i == 0 ? ExpandTilde(literal.Text) : literal.Text);
                    break;
                case ParameterPart parameter:
                    await AppendParameterAsync(builder, parameter, parameter.Quoted || quoted, cancellationToken);
                    break;
                case CommandPart command:
                    Add(builder, await shell.CaptureAsync(command.Body, cancellationToken), command.Quoted || quoted);
                    break;
                case ArithmeticPart arithmetic:
                    var expression = await ExpandTextAsync(arithmetic.Expression, cancellationToken);
                    var value = ArithmeticEvaluator.Evaluate(expression, State);
                    Add(builder, value.ToString(CultureInfo.InvariantCulture), arithmetic.Quoted || quoted);
                    break;
            }
        }
    }

    private string ExpandTilde(string text) =>
        text == "~" || text.StartsWith("~/", StringComparison.Ordinal) ? (State.Get("HOME") ?? "/root") + text[1..] : text;

    private static void Add(FieldBuilder builder, string value, bool quoted)
    {
        if (quoted)
            builder.AddQuoted(value);
        else
            builder.AddExpanded(value);
    }

    private async ValueTask AppendParameterAsync(FieldBuilder builder, ParameterPart part, bool quoted, CancellationToken cancellationToken)
    {
        if (part.Operator == "" && part.Name is "@" or "*")
        {
            AppendAll(builder, State.Parameters, part.Name, quoted);
            return;
        }
        var value = part.Name switch
        {
            "@" or "*" => State.Parameters.Count == 0 ? null : string.Join(' ', State.Parameters),
            "$" => shell.ShellPid.ToString(CultureInfo.InvariantCulture),
            _ => shell.Special(part.Name) ?? State.Get(part.Name),
        };
        switch (part.Operator)
        {
            case "" or "length":
                if (value is null && State.Has('u') && part.Name is not ("@" or "*"))
                    throw new ShellError($"{part.Name}: parameter not set");
                var plain = value ?? "";
                Add(builder, part.Operator == "" ? plain : Length(part.Name, plain), quoted);
                break;
            case ":-" or "-" or ":=" or "=" or ":?" or "?" or ":+" or "+":
                await AppendConditionalAsync(builder, part, value, quoted, cancellationToken);
                break;
            default:
                Add(builder, await ParameterEditor.EditAsync(this, State, part, value ?? "", cancellationToken), quoted);
                break;
        }
    }

    private string Length(string name, string value) =>
        (name is "@" or "*" ? State.Parameters.Count : value.Length).ToString(CultureInfo.InvariantCulture);

    private static void AppendAll(FieldBuilder builder, IReadOnlyList<string> values, string name, bool quoted)
    {
        if (quoted && name == "*")
        {
            builder.AddQuoted(string.Join(' ', values));
            return;
        }
        for (var i = 0; i < values.Count; i++)
        {
            if (i > 0)
                builder.Break();
            Add(builder, values[i], quoted);
        }
    }

    private async ValueTask AppendConditionalAsync(
        FieldBuilder builder, ParameterPart part, string? value, bool quoted, CancellationToken cancellationToken)
    {
        var colon = part.Operator[0] == ':';
        var isSet = value is not null && (!colon || value.Length > 0);
        var argument = part.Argument ?? new Word([]);
        switch (part.Operator[^1])
        {
            case '+':
                if (isSet)
                    await AppendAsync(builder, argument, quoted, argument: true, cancellationToken);
                else if (quoted)
                    builder.AddQuoted("");
                return;
            case var _ when isSet:
                if (part.Name is "@" or "*")
                    AppendAll(builder, State.Parameters, part.Name, quoted);
                else
                    Add(builder, value!, quoted);
                return;
            case '-':
                await AppendAsync(builder, argument, quoted, argument: true, cancellationToken);
                return;
            case '=':
                var text = await ExpandTextAsync(argument, cancellationToken);
                State.Set(part.Name, text);
                Add(builder, text, quoted);
                return;
            default:
                var message = await ExpandTextAsync(argument, cancellationToken);
                throw new ShellError($"{part.Name}: {(message.Length > 0 ? message : colon ? "parameter null or not set" : "parameter not set")}");
        }
    }
}
