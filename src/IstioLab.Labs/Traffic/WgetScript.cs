using System.Globalization;
using System.Text;
using IstioLab.Labs.Api;

namespace IstioLab.Labs.Traffic;

/// <summary>The same requests for an image without curl: by the wget that a busybox has.</summary>
internal static class WgetScript
{
    private const string Uptime = "/proc/uptime";

    /// <exception cref="KubeApiException">wget does not send requests like that.</exception>
    public static string Write(TrafficRequest request, int? count)
    {
        var wget = new StringBuilder("wget -S -q -O - -T ")
            .Append(Math.Max(1, (int)Math.Ceiling(request.Timeout.TotalSeconds)).ToString(CultureInfo.InvariantCulture));
        foreach (var (name, value) in request.Headers)
        {
            wget.Append(" --header ").Append(CurlScript.Quote($"{name}: {value}"));
        }

        wget.Append(request.Method switch
        {
            "GET" => "",
            "POST" => " --post-data ''",
            _ => throw new KubeApiException($"The client's image has no curl, and wget sends no '{request.Method}'. Send from a pod whose image has curl."),
        });
        wget.Append(' ').Append(CurlScript.Quote(request.Url)).Append(" 2>&1");
        var pause = request.Pause > TimeSpan.Zero ? $" sleep {CurlScript.Seconds(request.Pause)};" : "";
        var one = $"read s _ <{Uptime}; {wget}; e=$?; read t _ <{Uptime}; echo; echo \"{CurlScript.Mark} $e $s $t\";{pause}";
        return $"{CurlScript.Require("wget")}{CurlScript.Repeat(one, count)}";
    }
}
