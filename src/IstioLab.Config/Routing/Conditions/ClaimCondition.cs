using System.Collections.Immutable;

namespace IstioLab.Config.Routing.Conditions;

/// <summary>Compares a claim of the validated token; of a list any element may match.</summary>
internal sealed class ClaimCondition(ImmutableArray<string> path, ValueMatcher matcher, bool invert) : RouteCondition
{
    public override bool Matches(in RequestInfo request)
    {
        var matched = false;
        if (request.Claims is { } claims)
        {
            foreach (var value in claims.Find(path))
            {
                matched |= matcher.Matches(value);
            }
        }

        return matched != invert;
    }

    public override string Explain(in RequestInfo request)
    {
        var name = string.Join('.', path);
        var values = request.Claims?.Find(path) ?? [];
        var state = values.Count == 0 ? $"claim '{name}' is missing" : $"claim '{name}' is '{string.Join(',', values)}'";
        return $"{state}, the rule wants {(invert ? "anything but " : "")}{matcher}";
    }

    public override string ToString() => $"claim '{string.Join('.', path)}': {(invert ? "anything but " : "")}{matcher}";
}
