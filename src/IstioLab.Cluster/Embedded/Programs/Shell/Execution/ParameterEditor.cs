using System.Text;
using IstioLab.Cluster.Embedded.Programs.Shell.Parsing;

namespace IstioLab.Cluster.Embedded.Programs.Shell.Execution;

/// <summary>Expansions that cut or change a value: <c>% %% # ## / // :</c>.</summary>
internal static class ParameterEditor
{
    /// <summary>The changed value.</summary>
    public static async ValueTask<string> EditAsync(
        WordExpander expander, ShellState state, ParameterPart part, string value, CancellationToken cancellationToken)
    {
        var argument = part.Argument!;
        if (part.Operator == ":")
            return Slice(await expander.ExpandTextAsync(argument, cancellationToken), state, value);
        if (part.Operator is "/" or "//")
        {
            var (search, replacement) = Divide(argument);
            var pattern = await expander.ExpandPatternAsync(search, cancellationToken);
            return Replace(value, pattern, await expander.ExpandTextAsync(replacement, cancellationToken), part.Operator == "//");
        }
        return Cut(value, await expander.ExpandPatternAsync(argument, cancellationToken), part.Operator);
    }

    private static string Cut(string value, string pattern, string @operator)
    {
        var suffix = @operator[0] == '%';
        var longest = @operator.Length == 2;
        for (var i = 0; i <= value.Length; i++)
        {
            var length = longest ? value.Length - i : i;
            var candidate = suffix ? value.AsSpan(value.Length - length) : value.AsSpan(0, length);
            if (PatternMatcher.IsMatch(pattern, candidate))
                return suffix ? value[..^length] : value[length..];
        }
        return value;
    }

    private static string Replace(string value, string pattern, string replacement, bool all)
    {
        if (pattern.Length == 0)
            return value;
        var result = new StringBuilder();
        var at = 0;
        while (at < value.Length)
        {
            var length = LongestMatch(value.AsSpan(at), pattern);
            if (length == 0)
            {
                result.Append(value[at++]);
                continue;
            }
            result.Append(replacement);
            at += length;
            if (!all)
                break;
        }
        return result.Append(value.AsSpan(at)).ToString();
    }

    private static int LongestMatch(ReadOnlySpan<char> text, string pattern)
    {
        for (var length = text.Length; length > 0; length--)
        {
            if (PatternMatcher.IsMatch(pattern, text[..length]))
                return length;
        }
        return 0;
    }

    private static string Slice(string argument, ShellState state, string value)
    {
        var colon = argument.IndexOf(':', StringComparison.Ordinal);
        var offset = ArithmeticEvaluator.Evaluate(colon < 0 ? argument : argument[..colon], state);
        var from = (int)Math.Clamp(offset < 0 ? value.Length + offset : offset, 0, value.Length);
        if (colon < 0)
            return value[from..];
        var length = ArithmeticEvaluator.Evaluate(argument[(colon + 1)..], state);
        var end = (int)Math.Clamp(length < 0 ? value.Length + length : from + length, from, value.Length);
        return value[from..end];
    }

    private static (Word Search, Word Replacement) Divide(Word argument)
    {
        for (var i = 0; i < argument.Parts.Count; i++)
        {
            if (argument.Parts[i] is not LiteralPart { Quoted: false } literal)
                continue;
            var slash = literal.Text.IndexOf('/', StringComparison.Ordinal);
            if (slash < 0)
                continue;
            var before = new LiteralPart(literal.Text[..slash], false);
            var after = new LiteralPart(literal.Text[(slash + 1)..], false);
            return (new Word([.. argument.Parts.Take(i), before]), new Word([after, .. argument.Parts.Skip(i + 1)]));
        }
        return (argument, new Word([]));
    }
}
