using System.Globalization;
using System.Text;

namespace IstioLab.Labs.Traffic;

/// <summary>Writes the loop that a pod's own shell and curl run: the requests are real ones of the pod, on any cluster.</summary>
internal static class CurlScript
{
    /// <summary>The word that begins the line after each answer's body.</summary>
    public const string Mark = "@istiolab";

    public static string Write(TrafficRequest request, int? count)
    {
        var curl = new StringBuilder("curl -s -m ").Append(Seconds(request.Timeout));
        if (request.KeepBodies)
        {
            curl.Append(" -i");
        }

        curl.Append(" -w ").Append(Quote($"\\n{Mark} %{{http_code}} %{{time_total}}\\n"));
        if (request.Method != "GET")
        {
            curl.Append(" -X ").Append(Quote(request.Method));
        }

        foreach (var (name, value) in request.Headers)
        {
            curl.Append(" -H ").Append(Quote($"{name}: {value}"));
        }

        curl.Append(' ').Append(Quote(request.Url)).Append(" || echo \"").Append(Mark).Append(" exit $?\"");
        var pause = request.Pause > TimeSpan.Zero ? $" sleep {Seconds(request.Pause)};" : "";
        return $"{Require("curl")}{Repeat($"{curl};{pause}", count)}";
    }

    /// <summary>Ends the script with the status of a shell that does not find a program.</summary>
    internal static string Require(string program) => $"command -v {program} >/dev/null || exit 127; ";

    internal static string Repeat(string commands, int? count) => count is { } number
        ? string.Create(CultureInfo.InvariantCulture, $"i=0; while [ $i -lt {number} ]; do {commands} i=$((i+1)); done")
        : $"while true; do {commands} done";

    internal static string Seconds(TimeSpan time) => time.TotalSeconds.ToString("0.###", CultureInfo.InvariantCulture);

    internal static string Quote(string text) => $"'{text.Replace("'", "'\\''", StringComparison.Ordinal)}'";
}
