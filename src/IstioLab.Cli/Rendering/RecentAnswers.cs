using IstioLab.Labs.Traffic;

namespace IstioLab.Cli.Rendering;

/// <summary>The newest answers, so that a chart follows a change within seconds.</summary>
internal sealed class RecentAnswers(int most)
{
    private readonly Lock _lock = new();
    private readonly Queue<TrafficAnswer> _answers = new();

    public void Add(TrafficAnswer answer)
    {
        lock (_lock)
        {
            _answers.Enqueue(answer);
            if (_answers.Count > most)
            {
                _answers.Dequeue();
            }
        }
    }

    public TrafficTally Tally()
    {
        var tally = new TrafficTally();
        lock (_lock)
        {
            foreach (var answer in _answers)
            {
                tally.Add(answer);
            }
        }

        return tally;
    }
}
