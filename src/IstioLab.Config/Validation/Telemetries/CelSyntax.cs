namespace IstioLab.Config.Validation.Telemetries;

/// <summary>CEL's grammar over tokens of <see cref="CelTokens"/>.</summary>
internal sealed class CelSyntax(List<string> tokens)
{
    private const int MaxDepth = 250;

    private int _at;
    private int _depth;

    private string Current => _at < tokens.Count ? tokens[_at] : "";

    public bool IsExpression() => Expression() && _at == tokens.Count;

    private bool Expression()
    {
        if (++_depth > MaxDepth)
        {
            return false;
        }

        var valid = Binary() && (!Take("?") || (Binary() && Take(":") && Expression()));
        _depth--;
        return valid;
    }

    /// <summary>Operands joined by operators; their precedence does not change whether the text is valid.</summary>
    private bool Binary()
    {
        do
        {
            if (!Unary())
            {
                return false;
            }
        }
        while (Take("||") || Take("&&") || Take("==") || Take("!=") || Take("<=") || Take(">=") || Take("<") || Take(">") || Take("in")
            || Take("+") || Take("-") || Take("*") || Take("/") || Take("%"));
        return true;
    }

    private bool Unary()
    {
        while (Take("!") || Take("-"))
        {
        }

        return Primary() && Members();
    }

    private bool Members()
    {
        while (true)
        {
            if (Take("."))
            {
                Take("?");
                if (!Take("a") || (Take("(") && !List(")")))
                {
                    return false;
                }
            }
            else if (Take("["))
            {
                Take("?");
                if (!Expression() || !Take("]"))
                {
                    return false;
                }
            }
            else if (Current == "{" && tokens[_at - 1] == "a")
            {
                _at++;
                return Entries() && Members();
            }
            else
            {
                return true;
            }
        }
    }

    private bool Primary()
    {
        if (Take("0"))
        {
            return true;
        }

        if (Take("("))
        {
            return Expression() && Take(")");
        }

        if (Take("["))
        {
            return List("]");
        }

        if (Take("{"))
        {
            return Entries();
        }

        Take(".");
        return Take("a") && (!Take("(") || List(")"));
    }

    private bool List(string end)
    {
        while (!Take(end))
        {
            if (!Expression() || (!Take(",") && Current != end))
            {
                return false;
            }
        }

        return true;
    }

    private bool Entries()
    {
        while (!Take("}"))
        {
            if (!Expression() || !Take(":") || !Expression() || (!Take(",") && Current != "}"))
            {
                return false;
            }
        }

        return true;
    }

    private bool Take(string token)
    {
        if (Current != token || token.Length == 0)
        {
            return false;
        }

        _at++;
        return true;
    }
}
