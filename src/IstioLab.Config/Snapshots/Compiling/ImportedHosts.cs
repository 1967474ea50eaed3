using IstioLab.Config.Discovery;

namespace IstioLab.Config.Snapshots.Compiling;

/// <summary>The host names of one namespace that a Sidecar imports. Follows <c>hostClassification</c>.</summary>
internal sealed class ImportedHosts
{
    private readonly HashSet<string> exact = new(StringComparer.Ordinal);
    private readonly List<string> all = [];

    public void Add(string host)
    {
        if (!HostName.IsWildcard(host))
        {
            exact.Add(host);
        }

        all.Add(host);
    }

    public bool MatchesService(string host) => exact.Contains(host) || all.Exists(imported =>
        (HostName.IsWildcard(host) || HostName.IsWildcard(imported)) && HostName.IsSubsetOf(host, imported));

    public bool MatchesVirtualService(string host) => exact.Contains(host) || all.Exists(imported =>
        (HostName.IsWildcard(host) || HostName.IsWildcard(imported)) && HostName.Matches(host, imported));
}
