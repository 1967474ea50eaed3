namespace IstioLab.Labs.Traffic;

/// <summary>One answer, as curl in the pod saw it.</summary>
/// <param name="Status">The HTTP status; 0 when there was no answer.</param>
/// <param name="Duration">From the start to the last byte.</param>
/// <param name="FirstLine">The first line of the body that is not empty; empty for an empty body.</param>
/// <param name="CurlExitCode">curl's exit code: 0 for an answer of whatever status, 6 unknown host, 7 refused, 28 too slow, 56 cut off.</param>
public sealed record TrafficAnswer(int Status, TimeSpan Duration, string FirstLine, int CurlExitCode)
{
    /// <summary>The body; null unless the request asked to keep it.</summary>
    public string? Body { get; init; }

    /// <summary>The headers in their order; empty unless the request asked to keep the body.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Headers { get; init; } = [];

    /// <summary>Whether a workload answered with a status below 400.</summary>
    public bool Succeeded => CurlExitCode == 0 && Status is >= 100 and < 400;

    /// <summary>What people call the answer: the first line of a good one, else the status or curl's error.</summary>
    public string Label
    {
        get
        {
            if (CurlExitCode != 0)
            {
                return CurlExitCode switch
                {
                    6 => "unknown host",
                    7 => "refused",
                    28 => "timed out",
                    52 or 56 => "cut off",
                    _ => $"curl: ({CurlExitCode})",
                };
            }

            return Succeeded && FirstLine.Length > 0 ? FirstLine : $"HTTP {Status}";
        }
    }
}
