using System.Text.Json.Nodes;
using IstioLab.Config.Validation;

namespace IstioLab.Config.Tests.Validation;

public sealed class ConfigValidatorTests
{
    [Theory]
    [InlineData("""{"apiVersion":"networking.istio.io/v1","kind":"VirtualService","metadata":{"name":"a"},"spec":{"hosts":["a"],"http":[{"rout":[],"route":[{"destination":{"host":"b"},"weight":-1}]}]}}""", "spec.http[0].rout|spec.http[0].route[0].weight")]
    [InlineData("""{"apiVersion":"networking.istio.io/v1","kind":"VirtualService","metadata":{"name":"a"},"spec":{"hosts":"a","http":[{"route":[{"destination":{"host":"b"},"weight":-1}]}]}}""", "spec.hosts|spec.http[0].route[0].weight")]
    [InlineData("""{"apiVersion":"networking.istio.io/v1","kind":"VirtualService","metadata":{"name":"a"},"sepc":{}}""", "sepc")]
    [InlineData("""{"apiVersion":"networking.istio.io/v1","kind":"VirtualService","metadata":{"name":"a","annotations":{"istio.io/dry-run":"true"}},"spec":{}}""", "metadata.annotations[istio.io/dry-run]")]
    [InlineData("""{"apiVersion":"install.istio.io/v1alpha1","kind":"IstioOperator","metadata":{"name":"a"},"spec":{"dummy":1,"components":{"pilot":{"enabled":true}}}}""", "spec.dummy")]
    [InlineData("""{"apiVersion":"apps/v1","kind":"Deployment","metadata":{"name":"a"},"spec":{"replicas":"2"}}""", "")]
    [InlineData("""{"apiVersion":"example.com/v1","kind":"Other","spec":{"x":1}}""", null)]
    public void Errors_name_the_field(string json, string? paths)
    {
        var result = ConfigValidator.Validate(JsonNode.Parse(json)!);

        Assert.Equal(paths?.Split('|') ?? [], result.Errors.Select(static error => error.Path));
    }

    [Fact]
    public void EnvoyFilter_comes_with_a_notice_and_no_warning()
    {
        var result = ConfigValidator.Validate(JsonNode.Parse("""{"apiVersion":"networking.istio.io/v1alpha3","kind":"EnvoyFilter","metadata":{"name":"a"},"spec":{}}""")!);

        Assert.True(result.IsValid);
        Assert.Empty(result.Warnings);
        Assert.Contains("internal implementation details", Assert.Single(result.Notices));
    }

    [Theory]
    [InlineData("a(b", "missing closing ): `a(b`")]
    [InlineData("a)b", "unexpected ): `a)b`")]
    [InlineData("[a", "missing closing ]: `[a`")]
    [InlineData("*", "missing argument to repetition operator: `*`")]
    [InlineData("a**", "invalid nested repetition operator: `**`")]
    [InlineData("a{2,1}", "invalid repeat count: `{2,1}`")]
    [InlineData("a{1001}", "invalid repeat count: `{1001}`")]
    [InlineData("(a{100}b{2}){11}", "invalid repeat count: `{11}`")]
    [InlineData("(a{100}b{2}){10}(c{1000})*", null)]
    [InlineData("(?=a)", "invalid or unsupported Perl syntax: `(?=`")]
    [InlineData("(?<!a)", "invalid or unsupported Perl syntax: `(?<`")]
    [InlineData(@"\1", @"invalid escape sequence: `\1`")]
    [InlineData(@"a\", "trailing backslash at end of expression: ``")]
    [InlineData("[z-a]", "invalid character class range: `z-a`")]
    [InlineData("[[:foo:]]", "invalid character class range: `[:foo:]`")]
    [InlineData(@"^/api/v[0-9]+/(?P<id>\d{1,3})(?i:x)\Q.*\E[[:alpha:]]\pL\x{41}$", null)]
    public void Regular_expressions_are_those_of_RE2(string pattern, string? error)
    {
        Assert.Equal(error is null ? null : $"error parsing regexp: {error}", IstioLab.Config.Validation.Checks.Re2Syntax.Error(pattern));
    }

    [Theory]
    [InlineData("1h30m", 5_400_000_000_000)]
    [InlineData("0s", 0)]
    [InlineData("1.5s", 1_500_000_000)]
    [InlineData("3.000000042s", 3_000_000_042)]
    [InlineData("-2ms", -2_000_000)]
    public void Durations_are_exact(string text, long nanoseconds)
    {
        Assert.True(IstioLab.Config.Validation.Checks.GoDuration.TryParse(text, out var value));
        Assert.Equal(nanoseconds, value);
    }
}
