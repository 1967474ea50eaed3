using System.Text;
using System.Text.RegularExpressions;

namespace IstioLab.Config.Routing;

/// <summary>
/// Rewrites RE2's syntax where .NET's differs: digits, words and spaces are ASCII, <c>$</c> is the very end, groups are named as in
/// Python, classes such as <c>[:alpha:]</c>, quoting by <c>\Q…\E</c>, and Unicode classes of one letter without braces.
/// </summary>
internal sealed class Re2Translator
{
    private static readonly Dictionary<string, string> PosixClasses = new(StringComparer.Ordinal)
    {
        ["alnum"] = "0-9A-Za-z", ["alpha"] = "A-Za-z", ["ascii"] = @"\x00-\x7F", ["blank"] = @"\t ", ["cntrl"] = @"\x00-\x1F\x7F",
        ["digit"] = "0-9", ["graph"] = "!-~", ["lower"] = "a-z", ["print"] = " -~", ["punct"] = @"!-/:-@\[-`{-~",
        ["space"] = @"\t\n\v\f\r ", ["upper"] = "A-Z", ["word"] = "0-9A-Za-z_", ["xdigit"] = "0-9A-Fa-f",
    };

    private readonly string pattern;
    private readonly StringBuilder result = new();
    private int position;
    private bool inClass;

    private Re2Translator(string pattern) => this.pattern = pattern;

    public static string Translate(string pattern)
    {
        var translator = new Re2Translator(pattern);
        while (translator.position < pattern.Length)
        {
            translator.Step();
        }

        return translator.result.ToString();
    }

    private void Step()
    {
        var current = pattern[position];
        if (current == '\\' && position + 1 < pattern.Length)
        {
            Escape();
        }
        else if (inClass)
        {
            ClassCharacter(current);
        }
        else if (current == '[')
        {
            OpenClass();
        }
        else if (current == '$')
        {
            // Without the m flag, which header and path matches hardly use, RE2's dollar is the end of the text and nothing else.
            result.Append(pattern.Contains("(?m", StringComparison.Ordinal) ? "$" : @"\z");
            position++;
        }
        else if (pattern.AsSpan(position).StartsWith("(?P<", StringComparison.Ordinal))
        {
            result.Append("(?<");
            position += 4;
        }
        else
        {
            result.Append(current);
            position++;
        }
    }

    private void OpenClass()
    {
        inClass = true;
        result.Append('[');
        position++;
        if (position < pattern.Length && pattern[position] == '^')
        {
            result.Append('^');
            position++;
        }

        // A bracket that comes first stands for itself.
        if (position < pattern.Length && pattern[position] == ']')
        {
            result.Append(@"\]");
            position++;
        }
    }

    private void ClassCharacter(char current)
    {
        var end = current == '[' && position + 1 < pattern.Length && pattern[position + 1] == ':'
            ? pattern.IndexOf(":]", position, StringComparison.Ordinal)
            : -1;
        if (end > 0 && PosixClasses.TryGetValue(pattern[(position + 2)..end], out var members))
        {
            result.Append(members);
            position = end + 2;
            return;
        }

        inClass = current != ']';
        result.Append(current == '[' ? @"\[" : current.ToString());
        position++;
    }

    private void Escape()
    {
        var next = pattern[position + 1];
        position += 2;
        var ascii = next switch
        {
            'd' => "0-9",
            'w' => "0-9A-Za-z_",
            's' => @"\t\n\f\r ",
            _ => null,
        };
        if (ascii is not null)
        {
            result.Append(inClass ? ascii : $"[{ascii}]");
        }
        else if (next is 'D' or 'W' or 'S' && !inClass)
        {
            result.Append(next switch { 'D' => "[^0-9]", 'W' => "[^0-9A-Za-z_]", _ => @"[^\t\n\f\r ]" });
        }
        else if (next == 'Q')
        {
            Quote();
        }
        else if (next is 'p' or 'P' && position < pattern.Length && pattern[position] != '{')
        {
            result.Append('\\').Append(next).Append('{').Append(pattern[position]).Append('}');
            position++;
        }
        else
        {
            result.Append('\\').Append(next);
        }
    }

    private void Quote()
    {
        var end = pattern.IndexOf(@"\E", position, StringComparison.Ordinal);
        var text = end < 0 ? pattern[position..] : pattern[position..end];
        result.Append(Regex.Escape(text));
        position = end < 0 ? pattern.Length : end + 2;
    }
}
