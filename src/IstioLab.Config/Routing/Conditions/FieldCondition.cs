namespace IstioLab.Config.Routing.Conditions;

/// <summary>Compares method, scheme, authority or the raw path.</summary>
internal sealed class FieldCondition(RequestField field, ValueMatcher matcher, bool invert) : RouteCondition
{
    public override bool Matches(in RequestInfo request) => matcher.Matches(Read(in request)) != invert;

    public override string Explain(in RequestInfo request)
    {
        var name = Name();
        var value = Read(in request);
        return invert
            ? $"{name} is '{value}', the rule wants anything but {matcher}"
            : $"{name} is '{value}', the rule wants {matcher}{ConditionHints.Of(matcher, value, "values are")}";
    }

    public override string ToString() => $"{Name()}: {(invert ? "anything but " : "")}{matcher}";

    private string Name() => field switch
    {
        RequestField.Method => "method",
        RequestField.Scheme => "scheme",
        RequestField.Authority => "authority (the Host header)",
        _ => "':path'",
    };

    private string Read(in RequestInfo request) => field switch
    {
        RequestField.Method => request.Method,
        RequestField.Scheme => request.Scheme,
        RequestField.Authority => request.Authority,
        _ => request.Query.Length == 0 ? request.Path : $"{request.Path}?{request.Query}",
    };
}
