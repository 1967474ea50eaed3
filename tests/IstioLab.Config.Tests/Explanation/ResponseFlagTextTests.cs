using IstioLab.Config.Explanation;

namespace IstioLab.Config.Tests.Explanation;

public sealed class ResponseFlagTextTests
{
    [Theory]
    [InlineData("NR", "route_not_found", "no route matches")]
    [InlineData("UF,URX", null, "could not connect to the upstream")]
    [InlineData("UF,URX", null, "retries were used up")]
    [InlineData("UAEX", "ext_authz_denied", "external authorizer")]
    [InlineData("-", "rbac_access_denied_matched_policy[ns[shop]-policy[deny]-rule[0]]", "AuthorizationPolicy denied")]
    [InlineData("DC", "downstream_remote_disconnect", "the client closed the connection")]
    public void Flags_and_details_have_words(string flags, string? details, string words) =>
        Assert.Contains(words, ResponseFlagText.Describe(flags, details), StringComparison.Ordinal);

    [Theory]
    [InlineData("-", "via_upstream")]
    [InlineData("", null)]
    [InlineData(null, null)]
    [InlineData("ZZ", null)]
    public void What_needs_no_words_has_none(string? flags, string? details) => Assert.Null(ResponseFlagText.Describe(flags, details));

    [Fact]
    public void Words_are_chinese_too() => Assert.Contains("没有匹配的路由", ResponseFlagText.Describe("NR", chinese: true), StringComparison.Ordinal);
}
