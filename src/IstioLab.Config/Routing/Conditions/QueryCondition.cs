namespace IstioLab.Config.Routing.Conditions;

/// <summary>Compares the first value of a query parameter, as it was sent.</summary>
internal sealed class QueryCondition(string name, ValueMatcher matcher) : RouteCondition
{
    public string Name { get; } = name;

    public ValueMatcher Matcher { get; } = matcher;

    public override bool Matches(in RequestInfo request) =>
        TryFind(request.Query ?? "", out var value) && Matcher.Matches(value);

    public override string Explain(in RequestInfo request)
    {
        var found = TryFind(request.Query ?? "", out var value);
        var text = found ? value.ToString() : null;
        var state = found ? $"query parameter '{Name}' is '{text}'" : $"query parameter '{Name}' is missing";
        return $"{state}, the rule wants {Matcher}{ConditionHints.Of(Matcher, text, "values are")}";
    }

    public override string ToString() => $"query parameter '{Name}': {Matcher}";

    private bool TryFind(ReadOnlySpan<char> query, out ReadOnlySpan<char> value)
    {
        foreach (var range in query.Split('&'))
        {
            var pair = query[range];
            var equal = pair.IndexOf('=');
            var key = equal < 0 ? pair : pair[..equal];
            if (key.SequenceEqual(Name))
            {
                value = equal < 0 ? [] : pair[(equal + 1)..];
                return true;
            }
        }

        value = [];
        return false;
    }
}
