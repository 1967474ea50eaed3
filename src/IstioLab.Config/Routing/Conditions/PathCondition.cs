namespace IstioLab.Config.Routing.Conditions;

/// <summary>Compares the path, without query and fragment.</summary>
internal sealed class PathCondition(ValueMatcher matcher) : RouteCondition
{
    public ValueMatcher Matcher { get; } = matcher;

    public override bool Matches(in RequestInfo request) => Matcher.Matches(request.Path.AsSpan());

    public override string Explain(in RequestInfo request)
    {
        var hint = ConditionHints.Of(Matcher, request.Path, "paths are");
        return $"path is '{request.Path}', the rule wants {Matcher}{hint}";
    }

    public override string ToString() => $"path: {Matcher}";
}
