using System.Runtime.CompilerServices;
using IstioLab.Config.Istio;

namespace IstioLab.Config.Snapshots.Compiling;

/// <summary>The hosts and ports that a VirtualService sends to; port 0 stands for a destination without port.</summary>
internal static class VirtualServiceDestinations
{
    private static readonly ConditionalWeakTable<VirtualService, Dictionary<string, HashSet<int>>> Unfiltered = [];

    public static IReadOnlyDictionary<string, HashSet<int>> Of(VirtualService virtualService, string clientNamespace) =>
        VirtualServiceFacts.Of(virtualService).AsksForSourceNamespace
            ? Collect(virtualService, clientNamespace)
            : Unfiltered.GetValue(virtualService, item => Collect(item, ""));

    private static Dictionary<string, HashSet<int>> Collect(VirtualService virtualService, string clientNamespace)
    {
        var result = new Dictionary<string, HashSet<int>>(StringComparer.Ordinal);
        foreach (var rule in virtualService.Http)
        {
            if (!IsForClient(rule, clientNamespace))
            {
                continue;
            }

            foreach (var destination in rule.Destinations)
            {
                Add(result, destination.Destination);
            }

            Add(result, rule.Mirror);
            foreach (var mirror in rule.Mirrors.IsDefault ? [] : rule.Mirrors)
            {
                Add(result, mirror.Destination);
            }
        }

        foreach (var destination in virtualService.Tcp.Concat(virtualService.Tls).SelectMany(rule => rule.Destinations))
        {
            Add(result, destination.Destination);
        }

        return result;
    }

    private static bool IsForClient(HttpRule rule, string clientNamespace)
    {
        if (clientNamespace.Length == 0)
        {
            return true;
        }

        var spaces = rule.Matches.Select(match => match.SourceNamespace).Where(space => space.Length > 0).ToList();
        return spaces.Count == 0 || spaces.Contains(clientNamespace);
    }

    private static void Add(Dictionary<string, HashSet<int>> result, Destination? destination)
    {
        if (destination is null || destination.Host.Length == 0)
        {
            return;
        }

        if (!result.TryGetValue(destination.Host, out var ports))
        {
            result[destination.Host] = ports = [];
        }

        ports.Add(destination.Port ?? 0);
    }
}
