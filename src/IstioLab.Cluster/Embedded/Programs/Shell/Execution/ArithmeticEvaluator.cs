using System.Globalization;
using IstioLab.Cluster.Embedded.Programs.Shell.Parsing;

namespace IstioLab.Cluster.Embedded.Programs.Shell.Execution;

/// <summary>Integer expressions of <c>$((…))</c>: C's operators on 64 bits, with variables and assignments.</summary>
internal sealed class ArithmeticEvaluator
{
    private const int MaximumDepth = 100;

    private static readonly string[][] s_levels =
    [
        ["||"], ["&&"], ["|"], ["^"], ["&"], ["==", "!="], ["<=", ">=", "<", ">"], ["<<", ">>"], ["+", "-"], ["*", "/", "%"],
    ];

    private static readonly string[] s_assignments = ["<<=", ">>=", "+=", "-=", "*=", "/=", "%=", "&=", "|=", "^=", "="];

    private readonly string _text;
    private readonly ShellState _state;
    private readonly int _nesting;
    private int _position;
    private int _depth;
    private int _skipping;

    private ArithmeticEvaluator(string text, ShellState state, int nesting)
    {
        _text = text;
        _state = state;
        _nesting = nesting;
    }

    /// <summary>The value of an expression.</summary>
    /// <exception cref="ShellError">It is not one, or divides by zero.</exception>
    public static long Evaluate(string text, ShellState state) => Evaluate(text, state, 0);

    private static long Evaluate(string text, ShellState state, int nesting)
    {
        if (nesting > 20)
            throw new ShellError("arithmetic: recursive variable");
        var evaluator = new ArithmeticEvaluator(text, state, nesting);
        evaluator.SkipBlanks();
        if (evaluator._position == text.Length)
            return 0;
        var value = evaluator.Comma();
        return evaluator._position == text.Length ? value : throw Syntax();
    }

    private long Comma()
    {
        var value = Assignment();
        while (Take(","))
            value = Assignment();
        return value;
    }

    private long Assignment()
    {
        if (++_depth > MaximumDepth)
            throw new ShellError("arithmetic: nesting is too deep");
        var start = _position;
        if (TakeName() is { } name)
        {
            foreach (var @operator in s_assignments)
            {
                if (!LooksAt(@operator) || (@operator == "=" && LooksAt("==")))
                    continue;
                _position += @operator.Length;
                SkipBlanks();
                var right = Assignment();
                var value = @operator == "=" ? right : Apply(@operator[..^1], Value(name), right);
                Store(name, value);
                _depth--;
                return value;
            }
            _position = start;
        }
        var result = Ternary();
        _depth--;
        return result;
    }

    private long Ternary()
    {
        var condition = Binary(0);
        if (!Take("?"))
            return condition;
        var yes = Guarded(condition == 0, Assignment);
        if (!Take(":"))
            throw Syntax();
        var no = Guarded(condition != 0, Assignment);
        return condition != 0 ? yes : no;
    }

    private long Guarded(bool skip, Func<long> read)
    {
        _skipping += skip ? 1 : 0;
        var value = read();
        _skipping -= skip ? 1 : 0;
        return value;
    }

    private long Binary(int level)
    {
        if (level == s_levels.Length)
            return Power();
        var left = Binary(level + 1);
        while (TakeOperator(s_levels[level]) is { } @operator)
        {
            var skip = (@operator == "||" && left != 0) || (@operator == "&&" && left == 0);
            var right = Guarded(skip, () => Binary(level + 1));
            left = Apply(@operator, left, right);
        }
        return left;
    }

    private long Power()
    {
        var left = Unary();
        if (!Take("**"))
            return left;
        var exponent = Power();
        if (exponent is < 0 or > 64)
            throw new ShellError("arithmetic: exponent out of range");
        var value = 1L;
        for (var i = 0; i < exponent; i++)
            value *= left;
        return value;
    }

    private long Unary()
    {
        if (++_depth > MaximumDepth)
            throw new ShellError("arithmetic: nesting is too deep");
        try
        {
            foreach (var step in (string[])["++", "--"])
            {
                if (LooksAt(step))
                {
                    _position += 2;
                    SkipBlanks();
                    var name = TakeName() ?? throw Syntax();
                    var value = Value(name) + (step == "++" ? 1 : -1);
                    Store(name, value);
                    return value;
                }
            }
            if (Take("!"))
                return Unary() == 0 ? 1 : 0;
            if (Take("~"))
                return ~Unary();
            if (Take("-"))
                return -Unary();
            return Take("+") ? Unary() : Primary();
        }
        finally
        {
            _depth--;
        }
    }

    private long Primary()
    {
        if (Take("("))
        {
            var value = Comma();
            return Take(")") ? value : throw Syntax();
        }
        if (TakeName() is { } name)
        {
            var value = Value(name);
            if (Take("++"))
                Store(name, value + 1);
            else if (Take("--"))
                Store(name, value - 1);
            return value;
        }
        var start = _position;
        while (_position < _text.Length && char.IsAsciiLetterOrDigit(_text[_position]))
            _position++;
        var number = Number(_text[start.._position]) ?? throw Syntax();
        SkipBlanks();
        return number;
    }

    private long Apply(string @operator, long left, long right)
    {
        if (@operator is "/" or "%" && right == 0)
            return _skipping > 0 ? 0 : throw new ShellError("divide by zero");
        return @operator switch
        {
            "||" => left != 0 || right != 0 ? 1 : 0,
            "&&" => left != 0 && right != 0 ? 1 : 0,
            "|" => left | right,
            "^" => left ^ right,
            "&" => left & right,
            "==" => left == right ? 1 : 0,
            "!=" => left != right ? 1 : 0,
            "<=" => left <= right ? 1 : 0,
            ">=" => left >= right ? 1 : 0,
            "<" => left < right ? 1 : 0,
            ">" => left > right ? 1 : 0,
            "<<" => left << (int)right,
            ">>" => left >> (int)right,
            "+" => left + right,
            "-" => left - right,
            "*" => left * right,
            "/" => right == -1 ? -left : left / right,
            _ => right == -1 ? 0 : left % right,
        };
    }

    private long Value(string name)
    {
        var text = _state.Get(name)?.Trim();
        if (string.IsNullOrEmpty(text))
            return 0;
        return Number(text) ?? Evaluate(text, _state, _nesting + 1);
    }

    private void Store(string name, long value)
    {
        if (_skipping == 0)
            _state.Set(name, value.ToString(CultureInfo.InvariantCulture));
    }

    private static long? Number(string text)
    {
        if (text.StartsWith("0x", StringComparison.OrdinalIgnoreCase))
            return long.TryParse(text.AsSpan(2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var hex) ? hex : null;
        if (text.Length > 1 && text[0] == '0')
            return text.All(c => c is >= '0' and <= '7') ? text.Aggregate(0L, (value, c) => (value * 8) + (c - '0')) : null;
        return long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : null;
    }

    private string? TakeOperator(string[] operators)
    {
        foreach (var @operator in operators)
        {
            if (!LooksAt(@operator) || IsLonger(@operator))
                continue;
            _position += @operator.Length;
            SkipBlanks();
            return @operator;
        }
        return null;
    }

    private bool IsLonger(string @operator) => @operator switch
    {
        "|" => LooksAt("||"),
        "&" => LooksAt("&&"),
        "<" => LooksAt("<<"),
        ">" => LooksAt(">>"),
        "*" => LooksAt("**"),
        _ => false,
    } || (@operator is not ("==" or "!=" or "<=" or ">=") && LooksAt(@operator + "=") && @operator is not ("<" or ">"));

    private string? TakeName()
    {
        var end = _position;
        while (end < _text.Length && (char.IsAsciiLetterOrDigit(_text[end]) || _text[end] == '_'))
            end++;
        var name = _text.AsSpan(_position, end - _position);
        if (!SimpleCommandParser.IsName(name))
            return null;
        _position = end;
        SkipBlanks();
        return name.ToString();
    }

    private bool Take(string token)
    {
        if (!LooksAt(token))
            return false;
        _position += token.Length;
        SkipBlanks();
        return true;
    }

    private bool LooksAt(string token) => _text.AsSpan(_position).StartsWith(token, StringComparison.Ordinal);

    private void SkipBlanks()
    {
        while (_position < _text.Length && char.IsWhiteSpace(_text[_position]))
            _position++;
    }

    private static ShellError Syntax() => new("arithmetic syntax error");
}
