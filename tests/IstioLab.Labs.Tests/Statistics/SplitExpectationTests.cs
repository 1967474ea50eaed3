using IstioLab.Labs.Statistics;

namespace IstioLab.Labs.Tests.Statistics;

public sealed class SplitExpectationTests
{
    private static readonly Dictionary<string, int> NinetyTen = new() { ["apps-v1"] = 90, ["apps-v2"] = 10 };

    [Fact]
    public void Split_that_fits_has_no_problem() =>
        Assert.Empty(SplitExpectation.Compare(NinetyTen, new Dictionary<string, int> { ["apps-v1"] = 361, ["apps-v2"] = 39 }));

    [Fact]
    public void Split_that_does_not_fit_names_workload_count_and_what_is_allowed()
    {
        var problems = SplitExpectation.Compare(NinetyTen, new Dictionary<string, int> { ["apps-v1"] = 200, ["apps-v2"] = 200 });

        Assert.Equal(2, problems.Count);
        Assert.StartsWith("'apps-v1' answered 200 of 400 requests (50 %); 90 % are expected, which allows ", problems[0], StringComparison.Ordinal);
    }

    [Fact]
    public void Workload_that_nobody_expects_is_a_problem()
    {
        var problems = SplitExpectation.Compare(NinetyTen, new Dictionary<string, int> { ["apps-v1"] = 900, ["apps-v2"] = 99, ["other"] = 1 });

        Assert.Equal(["'other' answered 1 of 1000 requests (0.1 %); 0 % are expected, which allows exactly 0."], problems);
    }

    [Fact]
    public void No_answer_at_all_is_a_problem() =>
        Assert.Equal(["No request was answered by a workload of the lab."], SplitExpectation.Compare(NinetyTen, new Dictionary<string, int>()));
}
