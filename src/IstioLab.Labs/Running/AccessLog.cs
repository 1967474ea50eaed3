using System.Text.RegularExpressions;
using IstioLab.Labs.Api;

namespace IstioLab.Labs.Running;

/// <summary>Reads response flags out of a sidecar's access log, in the text format that Istio writes by default.</summary>
internal static partial class AccessLog
{
    /// <summary>The flags of the newest requests.</summary>
    /// <param name="api">The cluster.</param>
    /// <param name="pod">A pod with a sidecar.</param>
    /// <param name="lines">How many lines to read.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>How often each flag came, without <c>-</c>, which means none; with the details word after it.</returns>
    public static async Task<IReadOnlyDictionary<string, int>> ReadFlagsAsync(
        KubeApi api,
        PodView pod,
        int lines,
        CancellationToken cancellationToken)
    {
        var text = await api.GetTextAsync(
            $"api/v1/namespaces/{pod.Namespace}/pods/{pod.Name}/log?container=istio-proxy&tailLines={lines}",
            cancellationToken);
        return Count(text);
    }

    /// <summary>How many requests the sidecar's log has.</summary>
    public static async Task<int> CountRequestsAsync(KubeApi api, PodView pod, CancellationToken cancellationToken)
    {
        var text = await api.GetTextAsync($"api/v1/namespaces/{pod.Namespace}/pods/{pod.Name}/log?container=istio-proxy", cancellationToken);
        return text.Split('\n').Count(line => Line().IsMatch(line));
    }

    internal static IReadOnlyDictionary<string, int> Count(string text) =>
        text.Split('\n')
            .Select(line => Line().Match(line))
            .Where(match => match.Success && match.Groups["flags"].Value != "-")
            .GroupBy(match => $"{match.Groups["flags"].Value} {match.Groups["details"].Value}", StringComparer.Ordinal)
            .ToDictionary(group => group.Key, group => group.Count(), StringComparer.Ordinal);

    [GeneratedRegex("""^\[[^\]]*\] "[^"]*" [0-9]+ (?<flags>\S+) (?<details>\S+)""", RegexOptions.ExplicitCapture)]
    private static partial Regex Line();
}
