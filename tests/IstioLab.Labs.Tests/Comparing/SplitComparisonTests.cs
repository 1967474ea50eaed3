using IstioLab.Labs.Comparing;

namespace IstioLab.Labs.Tests.Comparing;

public sealed class SplitComparisonTests
{
    [Theory]
    [InlineData(361, 39, 352, 48, true)]
    [InlineData(361, 39, 205, 195, false)]
    [InlineData(400, 0, 400, 0, true)]
    [InlineData(400, 0, 396, 4, true)]
    [InlineData(400, 0, 360, 40, false)]
    [InlineData(0, 0, 0, 0, true)]
    public void Splits_differ_when_chance_does_not_explain_it(int left1, int left2, int right1, int right2, bool alike) =>
        Assert.Equal(alike, SplitComparison.AreAlike(Split(left1, left2), Split(right1, right2)));

    [Fact]
    public void Answer_that_one_side_alone_gives_differs_when_it_is_frequent() =>
        Assert.False(SplitComparison.AreAlike(Split(400, 0), new Dictionary<string, int> { ["HTTP 503"] = 400 }));

    [Fact]
    public void Split_is_written_in_percent() => Assert.Equal("apps-v1 90.3 %, apps-v2 9.8 %", SplitComparison.Write(Split(361, 39)));

    private static Dictionary<string, int> Split(int first, int second) => new() { ["apps-v1"] = first, ["apps-v2"] = second };
}
