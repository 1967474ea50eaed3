using System.Text;
using IstioLab.Cluster.Embedded.Programs.Shell.Parsing;

namespace IstioLab.Cluster.Embedded.Programs.Applets.Text;

/// <summary><c>tr [-cds] set1 [set2]</c>.</summary>
internal static class TrApplet
{
    /// <summary>Runs it.</summary>
    public static async ValueTask<int> RunAsync(ProgramContext context, CancellationToken cancellationToken)
    {
        var options = AppletOptions.Parse(context, "+cCds");
        if (options.Operands.Count == 0 || (options.Operands.Count == 1 && !options.Has('d') && !options.Has('s')))
            throw new AppletException("usage: tr [-cds] STRING1 [STRING2]");
        var complement = options.Has('c') || options.Has('C');
        var first = Expand(options.Operands[0]);
        var second = options.Operands.Count > 1 ? Expand(options.Operands[1]) : "";
        var squeezed = options.Has('s') ? (second.Length > 0 ? second : first) : "";
        var squeezeComplement = complement && second.Length == 0;
        var buffer = new byte[8192];
        var last = '\0';
        int count;
        while ((count = await context.Input.ReadAsync(buffer, cancellationToken)) > 0)
        {
            var output = new StringBuilder(count);
            foreach (var b in buffer.AsSpan(0, count))
            {
                var c = (char)b;
                var at = first.IndexOf(c, StringComparison.Ordinal);
                var selected = at >= 0 != complement;
                if (selected && options.Has('d'))
                    continue;
                if (selected && second.Length > 0 && !options.Has('d'))
                    c = second[complement ? second.Length - 1 : Math.Min(at, second.Length - 1)];
                if (options.Has('s') && c == last && squeezed.Contains(c, StringComparison.Ordinal) != squeezeComplement)
                    continue;
                output.Append(c);
                last = c;
            }
            context.Out.Write(Encoding.Latin1.GetBytes(output.ToString()));
            await context.FlushAsync(cancellationToken);
        }
        return 0;
    }

    private static string Expand(string set)
    {
        var result = new StringBuilder();
        for (var i = 0; i < set.Length;)
        {
            if (set[i] == '[' && i + 1 < set.Length && set[i + 1] == ':' && set.IndexOf(":]", i, StringComparison.Ordinal) is > 0 and var end)
            {
                result.Append(Class(set[(i + 2)..end]));
                i = end + 2;
                continue;
            }
            var low = Take(set, ref i);
            if (i + 1 < set.Length && set[i] == '-')
            {
                i++;
                var high = Take(set, ref i);
                for (var c = low; c <= high; c++)
                    result.Append(c);
                continue;
            }
            result.Append(low);
        }
        return result.ToString();
    }

    private static char Take(string set, ref int i)
    {
        if (set[i] != '\\')
            return set[i++];
        var text = EscapeSequences.Read(set, i, out var length);
        i += length;
        return text[^1];
    }

    private static string Class(string name) => name switch
    {
        "upper" => "ABCDEFGHIJKLMNOPQRSTUVWXYZ",
        "lower" => "abcdefghijklmnopqrstuvwxyz",
        "alpha" => "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz",
        "digit" => "0123456789",
        "alnum" => "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz",
        "space" => " \t\n\r\v\f",
        "blank" => " \t",
        "punct" => "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~",
        _ => throw new AppletException($"unknown class '{name}'"),
    };
}
