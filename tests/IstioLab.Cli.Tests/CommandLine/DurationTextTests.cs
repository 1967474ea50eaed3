using IstioLab.Cli.CommandLine;

namespace IstioLab.Cli.Tests.CommandLine;

public sealed class DurationTextTests
{
    [Theory]
    [InlineData("0", 0)]
    [InlineData("500ms", 500)]
    [InlineData("30s", 30_000)]
    [InlineData("1.5s", 1500)]
    [InlineData("2m", 120_000)]
    public void Duration_is_read(string text, int milliseconds) => Assert.Equal(TimeSpan.FromMilliseconds(milliseconds), DurationText.Parse(text));

    [Theory]
    [InlineData("")]
    [InlineData("-1s")]
    [InlineData("soon")]
    [InlineData("2h")]
    [InlineData("61m")]
    public void Text_that_is_no_duration_is_refused(string text) => Assert.Null(DurationText.Parse(text));
}
