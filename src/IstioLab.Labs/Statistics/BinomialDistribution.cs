namespace IstioLab.Labs.Statistics;

/// <summary>Tails of the binomial distribution, exact to about 12 digits through the regularized incomplete beta function.</summary>
internal static class BinomialDistribution
{
    private const double Precision = 1e-15;
    private const double Tiny = 1e-300;
    private const int MostTerms = 2000;

    private static readonly double[] Lanczos =
    [
        0.99999999999980993, 676.5203681218851, -1259.1392167224028, 771.32342877765313,
        -176.61502916214059, 12.507343278686905, -0.13857109526572012, 9.9843695780195716e-6, 1.5056327351493116e-7,
    ];

    /// <summary>The chance of at least <paramref name="successes"/> in <paramref name="trials"/>.</summary>
    public static double AtLeast(int successes, int trials, double probability)
    {
        if (successes <= 0)
        {
            return 1;
        }

        return successes > trials ? 0 : RegularizedBeta(probability, successes, trials - successes + 1);
    }

    /// <summary>The chance of at most <paramref name="successes"/> in <paramref name="trials"/>.</summary>
    public static double AtMost(int successes, int trials, double probability)
    {
        if (successes >= trials)
        {
            return 1;
        }

        return successes < 0 ? 0 : RegularizedBeta(1 - probability, trials - successes, successes + 1);
    }

    private static double RegularizedBeta(double x, double a, double b)
    {
        if (x is <= 0 or >= 1)
        {
            return Math.Clamp(x, 0, 1);
        }

        var front = Math.Exp(LogGamma(a + b) - LogGamma(a) - LogGamma(b) + (a * Math.Log(x)) + (b * Math.Log(1 - x)));
        return x < (a + 1) / (a + b + 2)
            ? front * ContinuedFraction(x, a, b) / a
            : 1 - (front * ContinuedFraction(1 - x, b, a) / b);
    }

    // Lentz's method; DLMF 8.17.22.
    private static double ContinuedFraction(double x, double a, double b)
    {
        double c = 1;
        var d = 1 / NotZero(1 - ((a + b) * x / (a + 1)));
        var result = d;
        for (var m = 1; m <= MostTerms; m++)
        {
            var even = m * (b - m) * x / ((a + (2 * m) - 1) * (a + (2 * m)));
            d = 1 / NotZero(1 + (even * d));
            c = NotZero(1 + (even / c));
            result *= d * c;
            var odd = -(a + m) * (a + b + m) * x / ((a + (2 * m)) * (a + (2 * m) + 1));
            d = 1 / NotZero(1 + (odd * d));
            c = NotZero(1 + (odd / c));
            var step = d * c;
            result *= step;
            if (Math.Abs(step - 1) < Precision)
            {
                break;
            }
        }

        return result;
    }

    private static double NotZero(double value) => Math.Abs(value) < Tiny ? Tiny : value;

    private static double LogGamma(double value)
    {
        var shifted = value - 1;
        var sum = Lanczos[0];
        for (var index = 1; index < Lanczos.Length; index++)
        {
            sum += Lanczos[index] / (shifted + index);
        }

        var t = shifted + 7.5;
        return (0.5 * Math.Log(2 * Math.PI)) + ((shifted + 0.5) * Math.Log(t)) - t + Math.Log(sum);
    }
}
