using System.Globalization;

namespace IstioLab.Labs.Traffic;

/// <summary>
/// Reads the answers out of what <see cref="CurlScript"/>'s loop prints, line by line. An answer counts once the line after it is there:
/// that line may still hold curl's exit code.
/// </summary>
internal sealed class CurlOutput(Action<TrafficAnswer> onAnswer, bool keepsBodies = false)
{
    private const string Exit = "exit ";

    private readonly List<string> _lines = [];
    private string _firstLine = "";
    private TrafficAnswer? _pending;

    public void Add(string line)
    {
        if (!line.StartsWith(CurlScript.Mark, StringComparison.Ordinal))
        {
            Flush();
            if (keepsBodies)
            {
                _lines.Add(line);
                return;
            }

            _firstLine = _firstLine.Length == 0 ? line.Trim() : _firstLine;
            return;
        }

        var rest = line[(CurlScript.Mark.Length + 1)..];
        if (rest.StartsWith(Exit, StringComparison.Ordinal))
        {
            var code = int.Parse(rest[Exit.Length..], CultureInfo.InvariantCulture);
            _pending = (_pending ?? new TrafficAnswer(0, TimeSpan.Zero, "", 0)) with { CurlExitCode = code };
            return;
        }

        Flush();
        var words = rest.Split(' ');
        var seconds = words.Length > 1 && double.TryParse(words[1], CultureInfo.InvariantCulture, out var time) ? time : 0;
        var status = int.TryParse(words[0], CultureInfo.InvariantCulture, out var number) ? number : 0;
        _pending = new TrafficAnswer(status, TimeSpan.FromSeconds(seconds), _firstLine, 0);
        _pending = keepsBodies ? CurlMessage.Read(_lines, _pending) : _pending;
        _lines.Clear();
        _firstLine = "";
    }

    public void Finish() => Flush();

    private void Flush()
    {
        if (_pending is { } answer)
        {
            _pending = null;
            onAnswer(answer.Status == 0 && answer.CurlExitCode == 0 ? answer with { CurlExitCode = 7 } : answer);
        }
    }
}
