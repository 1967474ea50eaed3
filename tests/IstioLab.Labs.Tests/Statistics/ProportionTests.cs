using IstioLab.Labs.Statistics;

namespace IstioLab.Labs.Tests.Statistics;

public sealed class ProportionTests
{
    // Clopper and Pearson's interval as R's binom.test prints it.
    [Theory]
    [InlineData(0, 10, 0, 0.30850)]
    [InlineData(10, 10, 0.69150, 1)]
    [InlineData(1, 10, 0.00253, 0.44502)]
    [InlineData(5, 10, 0.18709, 0.81291)]
    [InlineData(90, 100, 0.82378, 0.95100)]
    public void Interval_is_the_exact_one(int count, int total, double low, double high)
    {
        var interval = new Proportion(count, total).Interval();

        Assert.Equal(low, interval.Low, 1e-4);
        Assert.Equal(high, interval.High, 1e-4);
    }

    [Fact]
    public void Interval_of_nothing_is_everything() => Assert.Equal((0, 1), new Proportion(0, 0).Interval());

    // The sums of the binomial coefficients with whole numbers: P(X <= 850) = 4.5e-7, P(X <= 851) = 7.2e-7,
    // P(X >= 944) = 3.9e-7, P(X >= 943) = 7.4e-7.
    [Fact]
    public void Ninety_percent_of_a_thousand_at_one_in_a_million_is_851_to_943() =>
        Assert.Equal((851, 943), Proportion.FittingCounts(0.9, 1000, 1e-6));

    [Theory]
    [InlineData(0, 400, 0, true)]
    [InlineData(1, 400, 0, false)]
    [InlineData(400, 400, 1, true)]
    [InlineData(399, 400, 1, false)]
    public void Share_of_none_or_all_allows_no_exception(int count, int total, double share, bool fits) =>
        Assert.Equal(fits, new Proportion(count, total).Fits(share, 1e-6));

    [Fact]
    public void Right_share_is_practically_never_refused()
    {
        var random = new Random(7);
        for (var round = 0; round < 2000; round++)
        {
            var hits = Enumerable.Range(0, 400).Count(_ => random.NextDouble() < 0.9);
            Assert.True(new Proportion(hits, 400).Fits(0.9, 1e-6), $"{hits} of 400 was refused in round {round}.");
        }
    }

    [Fact]
    public void Half_instead_of_ninety_percent_is_refused_with_400_requests() =>
        Assert.False(new Proportion(240, 400).Fits(0.9, 1e-6));
}
