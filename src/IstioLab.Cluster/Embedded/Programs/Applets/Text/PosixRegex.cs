using System.Text;
using System.Text.RegularExpressions;

namespace IstioLab.Cluster.Embedded.Programs.Applets.Text;

/// <summary>Regular expressions of POSIX, basic or extended, in the syntax of .NET.</summary>
internal static class PosixRegex
{
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(5);

    /// <summary>Makes an expression whose search ends after a while.</summary>
    /// <exception cref="AppletException">It is none.</exception>
    public static Regex Create(string pattern, bool ignoreCase)
    {
        try
        {
            return new Regex(pattern, RegexOptions.CultureInvariant | (ignoreCase ? RegexOptions.IgnoreCase : RegexOptions.None), s_limit);
        }
        catch (ArgumentException)
        {
            throw new AppletException($"bad regex '{pattern}'", 2);
        }
    }

    /// <summary>Translates an expression.</summary>
    public static string Translate(string pattern, bool extended)
    {
        var result = new StringBuilder();
        for (var i = 0; i < pattern.Length; i++)
        {
            var c = pattern[i];
            if (c == '[')
            {
                i = Set(pattern, i, result);
            }
            else if (c == '\\' && i + 1 < pattern.Length)
            {
                result.Append(Escape(pattern[++i], extended));
            }
            else if (!extended && "+?(){}|".Contains(c, StringComparison.Ordinal))
            {
                result.Append('\\').Append(c);
            }
            else if (!extended && c == '*' && (i == 0 || pattern[i - 1] == '(' || (i == 1 && pattern[0] == '^')))
            {
                result.Append("\\*");
            }
            else
            {
                result.Append(c);
            }
        }
        return result.ToString();
    }

    private static string Escape(char c, bool extended) => c switch
    {
        '+' or '?' or '(' or ')' or '{' or '}' or '|' => extended ? "\\" + c : c.ToString(),
        '<' => @"\b(?=\w)",
        '>' => @"\b(?<=\w)",
        >= '1' and <= '9' or 'w' or 'W' or 's' or 'S' or 'b' or 'B' or 'n' or 't' => "\\" + c,
        _ => Regex.Escape(c.ToString()),
    };

    private static int Set(string pattern, int start, StringBuilder result)
    {
        var i = start + 1;
        var set = new StringBuilder("[");
        if (i < pattern.Length && pattern[i] == '^')
        {
            set.Append('^');
            i++;
        }
        var first = i;
        while (i < pattern.Length && (pattern[i] != ']' || i == first))
        {
            if (pattern[i] == '[' && i + 1 < pattern.Length && pattern[i + 1] == ':' && pattern.IndexOf(":]", i, StringComparison.Ordinal) is > 0 and var end)
            {
                set.Append(Class(pattern[(i + 2)..end]));
                i = end + 2;
                continue;
            }
            if (pattern[i] is '\\' or '[' or ']' or '^')
                set.Append('\\');
            set.Append(pattern[i++]);
        }
        if (i >= pattern.Length)
            throw new AppletException($"bad regex '{pattern}': Unmatched [", 2);
        result.Append(set).Append(']');
        return i;
    }

    private static string Class(string name) => name switch
    {
        "alpha" => "a-zA-Z",
        "digit" => "0-9",
        "alnum" => "a-zA-Z0-9",
        "upper" => "A-Z",
        "lower" => "a-z",
        "space" => @"\s",
        "blank" => @" \t",
        "xdigit" => "0-9a-fA-F",
        "punct" => @"!-/:-@\[-`{-~",
        "cntrl" => @"\x00-\x1f\x7f",
        "print" => @"\x20-\x7e",
        "graph" => @"\x21-\x7e",
        _ => throw new AppletException($"bad regex: unknown class '{name}'", 2),
    };
}
