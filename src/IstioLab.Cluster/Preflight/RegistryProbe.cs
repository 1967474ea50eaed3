using IstioLab.Cluster.Istio;
using IstioLab.Cluster.Settings;

namespace IstioLab.Cluster.Preflight;

/// <summary>Asks the registries whether they answer from this machine; any answer will do.</summary>
internal sealed class RegistryProbe(ClusterSettings settings, MinorVersion istio)
{
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(4);

    // Istio's images moved from Docker Hub with this release.
    private static readonly MinorVersion s_ownRegistry = new(1, 30);

    public async Task<IReadOnlyList<PreflightFinding>> RunAsync(CancellationToken cancellationToken)
    {
        using var client = new HttpClient { Timeout = s_limit };
        // k3d's own helpers come from the second.
        List<string> hosts = ["docker.io", "ghcr.io"];
        if (settings.IstioHub is { } hub)
        {
            hosts.Add(hub.Split('/')[0]);
        }
        else if (istio >= s_ownRegistry)
        {
            hosts.Add("registry.istio.io");
        }

        return [.. await Task.WhenAll(hosts.Distinct(StringComparer.Ordinal).Select(host => AskAsync(client, host, cancellationToken)))];
    }

    private async Task<PreflightFinding> AskAsync(HttpClient client, string host, CancellationToken cancellationToken)
    {
        var mirrors = settings.Mirrors.TryGetValue(host, out var named) ? named : [];
        string[] addresses = [.. mirrors, host == "docker.io" ? "https://registry-1.docker.io" : $"https://{host}"];
        var problem = "";
        foreach (var address in addresses)
        {
            try
            {
                using var answer = await client.GetAsync(new Uri($"{address.TrimEnd('/')}/v2/"), HttpCompletionOption.ResponseHeadersRead, cancellationToken);
                return PreflightFinding.Good("images", $"'{address}' answers");
            }
            catch (Exception silent) when (silent is HttpRequestException || (silent is OperationCanceledException && !cancellationToken.IsCancellationRequested))
            {
                problem = silent is HttpRequestException ? silent.Message : $"no answer in {s_limit.TotalSeconds:0} s";
            }
        }

        return PreflightFinding.Warning("images", $"'{host}' cannot be reached from here ({problem}). "
            + "Name a mirror ('mirrors') or an archive ('imageBundles') in 'clusters.yaml': docs/real-clusters.md.");
    }
}
