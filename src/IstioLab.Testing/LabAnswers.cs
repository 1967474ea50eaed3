using IstioLab.Labs.Statistics;

namespace IstioLab.Testing;

/// <summary>The answers to requests that were sent together, in their order.</summary>
public sealed class LabAnswers
{
    private readonly string _what;

    internal LabAnswers(string what, IReadOnlyList<LabAnswer> all)
    {
        _what = what;
        All = all;
    }

    /// <summary>The answers.</summary>
    public IReadOnlyList<LabAnswer> All { get; }

    /// <summary>The first answer.</summary>
    public LabAnswer First => All[0];

    /// <summary>
    /// Asserts how answers are shared out by the first line of their bodies (an empty body counts as its status). Each request is drawn for
    /// itself, so the tolerance follows from the count: a right split fails once in a million times. 0 % and 100 % allow no exception.
    /// </summary>
    /// <param name="shares">The shares in percent, 100 together; what is not named is expected 0 %.</param>
    /// <exception cref="IstioLabException">The split does not fit.</exception>
    public void AssertSplit(params ReadOnlySpan<(string FirstLine, int Percent)> shares)
    {
        Dictionary<string, int> expected = new(StringComparer.Ordinal);
        foreach (var (line, percent) in shares) expected[line] = percent;
        if (expected.Values.Sum() != 100)
        {
            throw new IstioLabException($"The expected shares are {expected.Values.Sum()} % together; they must be 100 %.");
        }

        var observed = All.CountBy(answer => answer.FirstLine, StringComparer.Ordinal).ToDictionary(StringComparer.Ordinal);
        var problems = SplitExpectation.Compare(expected, observed);
        if (problems.Count > 0) throw new IstioLabException($"Requests from {_what} are not split as expected. {string.Join(" ", problems)}");
    }

    /// <summary>Asserts that every answer has a status.</summary>
    /// <param name="status">The status, such as 200.</param>
    /// <exception cref="IstioLabException">One has another.</exception>
    public void AssertStatus(int status)
    {
        var others = All.Where(answer => answer.Status != status).CountBy(answer => answer.Status).ToList();
        if (others.Count > 0)
        {
            throw new IstioLabException(
                $"Requests from {_what} must be answered with {status}; of {All.Count}, {string.Join(", ", others.Select(other => $"{other.Value} got {other.Key}"))}.");
        }
    }
}
