using System.Globalization;
using IstioLab.Cluster.Embedded.Programs.Applets.Text;

namespace IstioLab.Cluster.Embedded.Programs.Applets.Processes;

/// <summary><c>expr</c>: one operand or operator per argument.</summary>
internal sealed class ExprApplet
{
    private static readonly string[][] s_levels = [["|"], ["&"], ["=", "==", "!=", "<", "<=", ">", ">="], ["+", "-"], ["*", "/", "%"], [":"]];

    private readonly List<string> _words;
    private int _at;

    private ExprApplet(List<string> words) => _words = words;

    /// <summary>Runs it: 1 when the value is empty or 0, 2 when it is no expression.</summary>
    public static ValueTask<int> RunAsync(ProgramContext context, CancellationToken cancellationToken)
    {
        var expression = new ExprApplet([.. context.Arguments.Skip(1)]);
        var value = expression.Binary(0);
        if (expression._at < expression._words.Count)
            throw Syntax();
        context.Out.WriteLine(value);
        return new(IsTrue(value) ? 0 : 1);
    }

    private string Binary(int level)
    {
        if (level == s_levels.Length)
            return Primary();
        var left = Binary(level + 1);
        while (_at < _words.Count && s_levels[level].Contains(_words[_at]))
        {
            var @operator = _words[_at++];
            left = Apply(@operator, left, Binary(level + 1));
        }
        return left;
    }

    private string Primary()
    {
        if (_at >= _words.Count)
            throw Syntax();
        var word = _words[_at++];
        switch (word)
        {
            case "(":
                var value = Binary(0);
                return _at < _words.Count && _words[_at++] == ")" ? value : throw Syntax();
            case "length" when _at < _words.Count:
                return Text(Primary().Length);
            case "match" when _at + 1 < _words.Count:
                return Match(Primary(), Primary());
            case "substr" when _at + 2 < _words.Count:
                var (text, from, length) = (Primary(), (int)Number(Primary()), (int)Number(Primary()));
                return from < 1 || from > text.Length || length < 1 ? "" : text.Substring(from - 1, Math.Min(length, text.Length - from + 1));
            case "index" when _at + 1 < _words.Count:
                return Text(Primary().IndexOfAny(Primary().ToCharArray()) + 1);
            default:
                return word;
        }
    }

    private static string Apply(string @operator, string left, string right) => @operator switch
    {
        "|" => IsTrue(left) ? left : right,
        "&" => IsTrue(left) && IsTrue(right) ? left : "0",
        ":" => Match(left, right),
        "=" or "==" => Flag(Compare(left, right) == 0),
        "!=" => Flag(Compare(left, right) != 0),
        "<" => Flag(Compare(left, right) < 0),
        "<=" => Flag(Compare(left, right) <= 0),
        ">" => Flag(Compare(left, right) > 0),
        ">=" => Flag(Compare(left, right) >= 0),
        "+" => Text(Number(left) + Number(right)),
        "-" => Text(Number(left) - Number(right)),
        "*" => Text(Number(left) * Number(right)),
        "/" => Number(right) == 0 ? throw new AppletException("division by zero", 2) : Text(Number(left) / Number(right)),
        _ => Number(right) == 0 ? throw new AppletException("division by zero", 2) : Text(Number(left) % Number(right)),
    };

    private static string Match(string text, string pattern)
    {
        var match = PosixRegex.Create("^(?:" + PosixRegex.Translate(pattern, extended: false) + ")", ignoreCase: false).Match(text);
        return match.Groups.Count > 1 ? match.Groups[1].Value : Text(match.Length);
    }

    private static int Compare(string left, string right) => TryNumber(left, out var x) && TryNumber(right, out var y) ? x.CompareTo(y) : string.CompareOrdinal(left, right);

    private static bool IsTrue(string value) => value.Length > 0 && !(TryNumber(value, out var number) && number == 0);

    private static long Number(string text) => TryNumber(text, out var number) ? number : throw new AppletException("non-numeric argument", 2);

    private static bool TryNumber(string text, out long number) => long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out number);

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);

    private static string Flag(bool value) => value ? "1" : "0";

    private static AppletException Syntax() => new("syntax error", 2);
}
