namespace IstioLab.Config.Routing.Conditions;

/// <summary>
/// Compares a header. Inverted, a missing header counts as an empty value, unless only presence is asked for.
/// </summary>
internal sealed class HeaderCondition(string name, ValueMatcher matcher, bool invert) : RouteCondition
{
    public string Name { get; } = name;

    public ValueMatcher Matcher { get; } = matcher;

    public bool IsInverted { get; } = invert;

    public override bool Matches(in RequestInfo request)
    {
        var value = request.Headers.Find(Name);
        if (!IsInverted)
        {
            return Matcher.Matches(value);
        }

        return Matcher.Kind == ValueMatchKind.Present ? value is null : !Matcher.Matches(value ?? "");
    }

    public override string Explain(in RequestInfo request)
    {
        var value = request.Headers.Find(Name);
        var state = value is null ? $"header '{Name}' is missing" : $"header '{Name}' is '{value}'";
        if (IsInverted)
        {
            return Matcher.Kind == ValueMatchKind.Present
                ? $"{state}, the rule (withoutHeaders) wants it absent"
                : $"{state}, the rule (withoutHeaders) wants anything but {Matcher}{(value is null ? ": a missing header counts as empty" : "")}";
        }

        return $"{state}, the rule wants {Matcher}{ConditionHints.Of(Matcher, value, "values are")}";
    }

    public override string ToString()
    {
        if (Matcher.Kind == ValueMatchKind.Present)
        {
            return $"header '{Name}': {(IsInverted ? "absent" : "present")}";
        }

        return $"header '{Name}': {(IsInverted ? "anything but " : "")}{Matcher}";
    }
}
