namespace IstioLab.Labs.Statistics;

/// <summary>How often something was seen, and what that says about its true share.</summary>
/// <param name="Count">How often it was seen.</param>
/// <param name="Total">Out of how many.</param>
public sealed record Proportion(int Count, int Total)
{
    private const int Halvings = 60;

    /// <summary>The seen share, from 0 to 1; 0 when nothing was counted.</summary>
    public double Share => Total == 0 ? 0 : (double)Count / Total;

    /// <summary>
    /// The exact (Clopper and Pearson) interval: every share in it could well have led to what was seen. With nothing counted it is
    /// everything from 0 to 1.
    /// </summary>
    /// <param name="confidence">How often such an interval holds the true share, such as 0.95.</param>
    public (double Low, double High) Interval(double confidence = 0.95)
    {
        var tail = (1 - confidence) / 2;
        var low = Count == 0 ? 0 : Solve(share => BinomialDistribution.AtLeast(Count, Total, share) < tail);
        var high = Count == Total ? 1 : Solve(share => BinomialDistribution.AtMost(Count, Total, share) >= tail);
        return (low, high);
    }

    /// <summary>Whether a true share could have led to what was seen.</summary>
    /// <param name="share">The true share, from 0 to 1; 0 and 1 allow no exception at all.</param>
    /// <param name="risk">How often the answer no is wrong, such as 1e-6.</param>
    public bool Fits(double share, double risk) =>
        BinomialDistribution.AtLeast(Count, Total, share) >= risk / 2 && BinomialDistribution.AtMost(Count, Total, share) >= risk / 2;

    /// <summary>The counts that <see cref="Fits"/> accepts.</summary>
    /// <param name="share">The true share, from 0 to 1.</param>
    /// <param name="total">Out of how many.</param>
    /// <param name="risk">How often the answer no is wrong.</param>
    public static (int Least, int Most) FittingCounts(double share, int total, double risk)
    {
        var least = 0;
        while (least < total && BinomialDistribution.AtMost(least, total, share) < risk / 2)
        {
            least++;
        }

        var most = total;
        while (most > least && BinomialDistribution.AtLeast(most, total, share) < risk / 2)
        {
            most--;
        }

        return (least, most);
    }

    private static double Solve(Func<double, bool> below)
    {
        double low = 0, high = 1;
        for (var halving = 0; halving < Halvings; halving++)
        {
            var middle = (low + high) / 2;
            (low, high) = below(middle) ? (middle, high) : (low, middle);
        }

        return (low + high) / 2;
    }
}
