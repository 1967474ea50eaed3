using System.Collections.Immutable;
using IstioLab.Config.Routing;
using IstioLab.Config.Routing.Conditions;

namespace IstioLab.Config.Tests.Routing;

public sealed class RouteConditionTests
{
    public static TheoryData<RouteCondition, string> Wishes => new()
    {
        { new HeaderCondition("username", ValueMatcher.Exact("nolen"), invert: false), "header 'username': exactly 'nolen'" },
        { new HeaderCondition("username", ValueMatcher.Prefix("no"), invert: true), "header 'username': anything but the prefix 'no'" },
        { new HeaderCondition("username", ValueMatcher.Present, invert: true), "header 'username': absent" },
        { new PathCondition(ValueMatcher.Regex("/a.*")), "path: the regular expression '/a.*'" },
        { new QueryCondition("v", ValueMatcher.Present), "query parameter 'v': any value" },
        { new FieldCondition(RequestField.Method, ValueMatcher.Exact("GET"), invert: false), "method: exactly 'GET'" },
        { new ClaimCondition(ImmutableArray.Create("a", "b"), ValueMatcher.Exact("c"), invert: true), "claim 'a.b': anything but exactly 'c'" },
    };

    [Theory]
    [MemberData(nameof(Wishes))]
    public void Condition_says_what_it_wants(RouteCondition condition, string wish) => Assert.Equal(wish, condition.ToString());
}
