using System.Globalization;

namespace IstioLab.Labs.Traffic;

/// <summary>Makes answers of what <see cref="WgetScript"/> prints: the head, indented; the body; what wget complains of.</summary>
internal sealed class WgetOutput(Action<TrafficAnswer> onAnswer, bool keepsBodies)
{
    private const string StatusLine = "  HTTP/";
    private const string Complaint = "wget: ";

    private readonly List<KeyValuePair<string, string>> _headers = [];
    private readonly List<string> _body = [];
    private bool _inHead;
    private int _status;
    private string _complaint = "";

    public void Add(string line)
    {
        if (line.StartsWith(CurlScript.Mark, StringComparison.Ordinal))
        {
            End(line[(CurlScript.Mark.Length + 1)..].Split(' '));
        }
        else if (line.StartsWith(StatusLine, StringComparison.Ordinal))
        {
            _inHead = true;
            _headers.Clear();
            _status = int.TryParse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries) is [_, var status, ..] ? status : "", CultureInfo.InvariantCulture, out var number) ? number : 0;
        }
        else if (line.StartsWith(Complaint, StringComparison.Ordinal))
        {
            _complaint = line;
        }
        else
        {
            AddPart(line);
        }
    }

    private void AddPart(string line)
    {
        var colon = line.IndexOf(':', StringComparison.Ordinal);
        _inHead = _inHead && colon > 0 && line.StartsWith("  ", StringComparison.Ordinal);
        if (_inHead)
        {
            _headers.Add(KeyValuePair.Create(line[..colon].Trim(), line[(colon + 1)..].Trim()));
        }
        else
        {
            _body.Add(line);
        }
    }

    private void End(string[] words)
    {
        var failed = words is not ["0", ..];
        var body = string.Join('\n', _body).Trim();
        var answer = new TrafficAnswer(_status, Took(words), body.Split('\n')[0].Trim(), failed && _status < 400 ? CurlCode(_complaint) : 0);
        onAnswer(keepsBodies ? answer with { Headers = [.. _headers], Body = body } : answer);
        _headers.Clear();
        _body.Clear();
        (_inHead, _status, _complaint) = (false, 0, "");
    }

    private static TimeSpan Took(string[] words) =>
        words is [_, var start, var end, ..]
        && double.TryParse(start, CultureInfo.InvariantCulture, out var from)
        && double.TryParse(end, CultureInfo.InvariantCulture, out var to)
            ? TimeSpan.FromSeconds(Math.Max(0, to - from))
            : TimeSpan.Zero;

    // Answers are told in curl's codes, whoever asked.
    private static int CurlCode(string complaint) => complaint switch
    {
        "" => 7,
        _ when complaint.Contains("bad address", StringComparison.Ordinal) => 6,
        _ when complaint.Contains("refused", StringComparison.Ordinal) => 7,
        _ when complaint.Contains("timed out", StringComparison.Ordinal) => 28,
        _ => 56,
    };
}
