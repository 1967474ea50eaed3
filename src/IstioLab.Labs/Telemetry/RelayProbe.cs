using System.Globalization;
using IstioLab.Labs.Api;
using IstioLab.Labs.Traffic;

namespace IstioLab.Labs.Telemetry;

/// <summary>Asks from a pod whether the relay's port can be reached by the name that the provider uses.</summary>
internal static class RelayProbe
{
    private const int UnknownHost = 6;
    private const int Unavailable = 503;
    private const string NoHost = "no healthy upstream";

    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(5);

    /// <returns>The broken link with what was seen; null when the relay answered.</returns>
    public static async Task<(TelemetryLink Link, string Seen)?> RunAsync(KubeApi api, PodView pod, TelemetryProvider provider, CancellationToken cancellationToken)
    {
        var url = string.Create(CultureInfo.InvariantCulture, $"http://{provider.Host}:{provider.Port}/");
        var answers = await TrafficSender.CollectAsync(api, pod, new TrafficRequest { Url = url, Timeout = s_limit }, cancellationToken);
        var answer = answers[0];
        var text = $"From pod '{pod.Namespace}/{pod.Name}' '{url}' gives '{answer.Label}'";
        if (answer.CurlExitCode == UnknownHost || (answer.Status == Unavailable && answer.FirstLine.Contains(NoHost, StringComparison.Ordinal)))
        {
            return (TelemetryLink.Dns, text);
        }

        // A sidecar answers 503 itself when it cannot connect; the relay's port of HTTP/2 ends a plain HTTP/1.1 request with 400 at worst.
        return answer.CurlExitCode is 7 or 28 or 35 || answer.Status is Unavailable or 504 ? (TelemetryLink.Connection, text) : null;
    }
}
