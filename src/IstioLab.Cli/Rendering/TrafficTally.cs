using IstioLab.Labs.Traffic;

namespace IstioLab.Cli.Rendering;

/// <summary>Counts answers.</summary>
internal sealed class TrafficTally
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, int> _answers = new(StringComparer.Ordinal);
    private readonly SortedDictionary<int, int> _statuses = [];
    private readonly List<double> _milliseconds = [];

    public int Total { get; private set; }

    public int Failed { get; private set; }

    /// <summary>How often each answer came, as it is now.</summary>
    public IReadOnlyDictionary<string, int> Answers
    {
        get
        {
            lock (_lock)
            {
                return new Dictionary<string, int>(_answers, StringComparer.Ordinal);
            }
        }
    }

    /// <summary>How often each HTTP status came; 0 stands for no answer.</summary>
    public IReadOnlyDictionary<int, int> Statuses
    {
        get
        {
            lock (_lock)
            {
                return new SortedDictionary<int, int>(_statuses);
            }
        }
    }

    public void Add(TrafficAnswer answer)
    {
        lock (_lock)
        {
            Total++;
            Failed += answer.Succeeded ? 0 : 1;
            _answers[answer.Label] = _answers.GetValueOrDefault(answer.Label) + 1;
            _statuses[answer.Status] = _statuses.GetValueOrDefault(answer.Status) + 1;
            _milliseconds.Add(answer.Duration.TotalMilliseconds);
        }
    }

    /// <summary>The duration that a part of the requests did not exceed, in milliseconds.</summary>
    /// <param name="part">From 0 to 1.</param>
    public double Percentile(double part)
    {
        lock (_lock)
        {
            var sorted = _milliseconds.Order().ToList();
            return sorted.Count == 0 ? 0 : sorted[(int)Math.Min(sorted.Count - 1, Math.Ceiling(part * sorted.Count) - 1)];
        }
    }
}
