using IstioLab.Config.Routing;

namespace IstioLab.Config.Tests.Routing;

public sealed class ValueMatcherTests
{
    [Theory]
    [InlineData("v[0-9]+", "v12", true)]
    [InlineData("v[0-9]+", "v12x", false)]
    [InlineData("v[0-9]+", "xv12", false)]
    [InlineData("a|ab", "ab", true)]
    [InlineData(@"\d+", "١٢", false)]
    [InlineData(@"\w+", "a_1", true)]
    [InlineData(@"[\d-]+", "1-2", true)]
    [InlineData("a$", "a", true)]
    [InlineData("a$", "a\n", false)]
    [InlineData("(?P<name>a)b", "ab", true)]
    [InlineData("(?i)JASON", "jason", true)]
    [InlineData(@"\Qa.b\E", "a.b", true)]
    [InlineData(@"\Qa.b\E", "axb", false)]
    [InlineData("[[:alpha:]]+", "abc", true)]
    [InlineData("[[:alpha:]]+", "ab1", false)]
    [InlineData("[]a]+", "]a", true)]
    [InlineData(@"\pL+", "äb", true)]
    [InlineData(@"Bearer .+?\..+?\..+?", "Bearer a.b.c", true)]
    [InlineData("(unclosed", "(unclosed", false)]
    [InlineData("(?=look)", "look", false)]
    public void Expression_matches_the_whole_value_as_RE2_does(string pattern, string value, bool expected) =>
        Assert.Equal(expected, ValueMatcher.Regex(pattern).Matches(value));

    [Fact]
    public void Expression_that_explodes_elsewhere_takes_linear_time() =>
        Assert.False(ValueMatcher.Regex("(a+)+b").Matches(new string('a', 50_000)));

    [Theory]
    [InlineData("/a/b/../c", "/a/c", "")]
    [InlineData("/a/./b", "/a/b", "")]
    [InlineData("/a//b", "/a//b", "")]
    [InlineData("/a/..", "/", "")]
    [InlineData("/..", "/", "")]
    [InlineData("/a%2Fb?x=%20&y", "/a%2Fb", "x=%20&y")]
    [InlineData("/%41?", "/A", "")]
    [InlineData("/a#frag?x", "/a", "")]
    [InlineData("", "/", "")]
    public void Target_is_normalised_as_Istios_default_does(string target, string path, string query) =>
        Assert.Equal(new RequestTarget(path, query), RequestTarget.Parse(target));

    [Theory]
    [InlineData(PathNormalization.None, "/a/..//b%2Fc", "/a/..//b%2Fc")]
    [InlineData(PathNormalization.Base, "/a/..//b%2Fc", "//b%2Fc")]
    [InlineData(PathNormalization.MergeSlashes, "/a/..//b%2Fc", "/b%2Fc")]
    [InlineData(PathNormalization.MergeSlashes, "///", "/")]
    [InlineData(PathNormalization.DecodeAndMergeSlashes, "/a/..//b%2F%5cc", "/b/c")]
    [InlineData(PathNormalization.DecodeAndMergeSlashes, "/a%2f..%2fb", "/b")]
    public void Target_is_normalised_as_the_mesh_says(PathNormalization mode, string target, string path) =>
        Assert.Equal(path, RequestTarget.Parse(target, mode).Path);
}
