using System.Globalization;
using System.Text;
using IstioLab.Cluster.Embedded.Programs.Shell.Parsing;

namespace IstioLab.Cluster.Embedded.Programs.Applets.Text;

/// <summary><c>echo</c>, <c>printf</c> and <c>yes</c>.</summary>
internal static class EchoApplets
{
    /// <summary><c>echo [-n] [-e] text…</c>.</summary>
    public static ValueTask<int> EchoAsync(ProgramContext context, CancellationToken cancellationToken)
    {
        var first = 1;
        var newline = true;
        var escapes = false;
        for (; first < context.Arguments.Count && context.Arguments[first] is ['-', _, ..] option && option.AsSpan(1).IndexOfAnyExcept("neE") < 0; first++)
        {
            newline &= !option.Contains('n', StringComparison.Ordinal);
            escapes = option.Contains('e', StringComparison.Ordinal) || (escapes && !option.Contains('E', StringComparison.Ordinal));
        }
        var text = string.Join(' ', context.Arguments.Skip(first));
        if (escapes)
        {
            (text, var stopped) = Unescape(text);
            newline &= !stopped;
        }
        context.Out.Write(text);
        if (newline)
            context.Out.Write("\n");
        return new(0);
    }

    /// <summary><c>printf format argument…</c>.</summary>
    public static ValueTask<int> PrintfAsync(ProgramContext context, CancellationToken cancellationToken)
    {
        if (context.Arguments.Count < 2)
            throw new AppletException("usage: printf FORMAT [ARG]...", 2);
        var formatter = new PrintfFormatter(context.Arguments[1], [.. context.Arguments.Skip(2)]);
        context.Out.Write(formatter.Format());
        foreach (var problem in formatter.Problems)
            context.Err.WriteLine($"printf: {problem}");
        return new(formatter.Problems.Count == 0 ? 0 : 1);
    }

    /// <summary><c>yes [text]</c>.</summary>
    public static async ValueTask<int> YesAsync(ProgramContext context, CancellationToken cancellationToken)
    {
        var line = context.Arguments.Count > 1 ? string.Join(' ', context.Arguments.Skip(1)) : "y";
        var block = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat(line + "\n", Math.Max(1, 1024 / (line.Length + 1)))));
        while (true)
        {
            await context.Output.WriteAsync(block, cancellationToken);
            await Task.Yield();
        }
    }

    /// <summary><c>seq [first [step]] last</c>.</summary>
    public static async ValueTask<int> SeqAsync(ProgramContext context, CancellationToken cancellationToken)
    {
        var equalWidth = false;
        var separator = "\n";
        var at = 1;
        for (; at < context.Arguments.Count && context.Arguments[at] is "-w" or "-s"; at++)
        {
            if (context.Arguments[at] == "-w")
                equalWidth = true;
            else
                separator = context.Arguments.ElementAtOrDefault(++at) ?? throw new AppletException("option requires an argument: s");
        }
        var numbers = context.Arguments.Skip(at).Select(Number).ToList();
        if (numbers.Count is 0 or > 3)
            throw new AppletException("usage: seq [-w] [-s SEP] [FIRST [INC]] LAST");
        var first = numbers.Count > 1 ? numbers[0] : 1;
        var step = numbers.Count > 2 ? numbers[1] : 1;
        var last = numbers[^1];
        if (step == 0)
            throw new AppletException("zero increment");
        var width = equalWidth ? Math.Max(Text(first).Length, Text(last).Length) : 0;
        var any = false;
        for (var value = first; step > 0 ? value <= last : value >= last; value += step)
        {
            context.Out.Write((any ? separator : "") + Text(value).PadLeft(width, '0'));
            any = true;
            await context.Out.FlushIfLargeAsync(cancellationToken);
            cancellationToken.ThrowIfCancellationRequested();
        }
        if (any)
            context.Out.Write("\n");
        return 0;
    }

    private static decimal Number(string text) =>
        decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw new AppletException($"invalid number '{text}'");

    private static string Text(decimal number) => number.ToString(CultureInfo.InvariantCulture);

    private static (string Text, bool Stopped) Unescape(string text)
    {
        var result = new StringBuilder();
        for (var i = 0; i < text.Length;)
        {
            if (text[i] != '\\')
            {
                result.Append(text[i++]);
                continue;
            }
            if (i + 1 < text.Length && text[i + 1] == 'c')
                return (result.ToString(), true);
            result.Append(EscapeSequences.Read(text, i, out var length));
            i += length;
        }
        return (result.ToString(), false);
    }
}
