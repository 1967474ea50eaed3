namespace IstioLab.Config.Validation.Checks;

/// <summary>
/// The syntax of Envoy's custom header values: <c>%NAME%</c>, <c>%NAME(argument)%</c>, <c>%NAME(["a","b"])%</c> and <c>%%</c> for a percent sign.
/// What stands between the signs is not looked up. See
/// https://www.envoyproxy.io/docs/envoy/latest/configuration/http/http_conn_man/headers#custom-request-response-headers
/// </summary>
internal static class HeaderFormat
{
    private const string Prefix = "invalid header configuration. ";

    private enum State
    {
        Literal,
        Name,
        Arguments,
        ListString,
        InString,
        AfterString,
        AfterList,
        AfterArguments,
    }

    /// <summary>The error of a value, or null.</summary>
    public static string? Error(string value)
    {
        var state = State.Literal;
        for (var i = 0; i < value.Length; i++)
        {
            var next = i + 1 < value.Length ? value[i + 1] : '\0';
            var (c, hasNext) = (value[i], i + 1 < value.Length);
            switch (state)
            {
                case State.Literal when c == '%' && !hasNext:
                    return Prefix + "Un-escaped %";
                case State.Literal when c == '%' && next == '%':
                    i++;
                    break;
                case State.InString when c == '\\' && !hasNext:
                    return Prefix + "Un-terminated backslash in JSON string";
                case State.InString when c == '\\':
                    i++;
                    break;
                default:
                    if (Next(state, c) is not { } following)
                    {
                        return Prefix + Expected(state);
                    }

                    state = following;
                    break;
            }
        }

        return state == State.Literal ? null : $"{Prefix}Un-terminated variable expression '{value}'";
    }

    /// <summary>The state after a character; null when it is not allowed there.</summary>
    private static State? Next(State state, char c) => (state, c) switch
    {
        (State.Literal, '%') => State.Name,
        (State.Name, '%') => State.Literal,
        (State.Name, '(') => State.Arguments,
        (State.Arguments, '[') => State.ListString,
        (State.ListString, '"') => State.InString,
        (State.InString, ')') => State.AfterArguments,
        (State.InString, '"') => State.AfterString,
        (State.AfterString, ',') => State.ListString,
        (State.AfterString, ']') => State.AfterList,
        (State.AfterList, ')') => State.AfterArguments,
        (State.AfterArguments, '%') => State.Literal,
        (State.Literal or State.Name or State.InString, _) => state,
        (_, ' ') => state,
        (State.Arguments, _) => State.InString,
        _ => null,
    };

    private static string Expected(State state) => state switch
    {
        State.AfterString => "Expecting ',', ']', or whitespace",
        State.ListString => "Expecting '\"'",
        State.AfterList => "Expecting ')' or whitespace after '{}', but found '{}'",
        _ => "Expecting '%' or whitespace after",
    };
}
