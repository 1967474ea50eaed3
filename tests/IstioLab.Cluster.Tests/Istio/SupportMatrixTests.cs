using IstioLab.Cluster.Istio;

namespace IstioLab.Cluster.Tests.Istio;

public sealed class SupportMatrixTests
{
    [Theory]
    [InlineData("1.30", "1.35")]
    [InlineData("1.30.3", "v1.32.0+k3s1")]
    [InlineData("1.17.8", "1.26")]
    public void Refusal_is_absent_for_supported_pairs(string istio, string kubernetes) =>
        Assert.Null(SupportMatrix.Refusal(Parse(istio), Parse(kubernetes)));

    [Fact]
    public void Refusal_names_the_supported_range_and_what_to_type()
    {
        var refusal = SupportMatrix.Refusal(Parse("1.17"), Parse("1.35"));

        Assert.Equal(
            "Istio '1.17' does not run on Kubernetes '1.35'. It supports 1.23 to 1.26. Pass '--kubernetes 1.26', or another '--istio'.",
            refusal);
    }

    [Fact]
    public void Refusal_of_an_unknown_release_names_the_table() =>
        Assert.Contains("1.16 to 1.30", SupportMatrix.Refusal(Parse("1.2"), Parse("1.35")), StringComparison.Ordinal);

    [Theory]
    [InlineData("")]
    [InlineData(null)]
    [InlineData("one.two")]
    [InlineData("1")]
    public void MinorVersion_that_is_none_is_not_read(string? text) => Assert.False(MinorVersion.TryParse(text, out _));

    private static MinorVersion Parse(string text)
    {
        Assert.True(MinorVersion.TryParse(text, out var version));
        return version;
    }
}
