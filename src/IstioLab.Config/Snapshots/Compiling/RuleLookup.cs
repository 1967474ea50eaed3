using System.Collections.Concurrent;
using IstioLab.Config.Discovery;
using IstioLab.Config.Istio;
using IstioLab.Config.Routing;

namespace IstioLab.Config.Snapshots.Compiling;

/// <summary>Finds the DestinationRule of a service for one proxy, and what it says about hashing.</summary>
internal sealed class RuleLookup
{
    private readonly MeshState state;
    private readonly ProxyIdentity proxy;
    private readonly Dictionary<string, MeshService> services = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, ConsolidatedRule?> found = new(StringComparer.Ordinal);

    public RuleLookup(MeshState state, ProxyIdentity proxy, IEnumerable<MeshService> services)
    {
        this.state = state;
        this.proxy = proxy;
        foreach (var service in services)
        {
            this.services.TryAdd(service.Hostname, service);
        }
    }

    /// <summary>The rule of a host that the proxy knows.</summary>
    public ConsolidatedRule? Find(string host)
    {
        if (found.TryGetValue(host, out var known))
        {
            return known;
        }

        var rule = services.TryGetValue(host, out var service) ? Choose(service) : null;
        found[host] = rule;
        return rule;
    }

    /// <summary>The hash key of a destination: port of subset, subset, port, host.</summary>
    public HashPolicy? FindHash(Destination destination)
    {
        if (Find(destination.Host) is not { } rule)
        {
            return null;
        }

        var subset = rule.FindSubset(destination.Subset)?.Policy;
        return OfPort(subset, destination.Port)
            ?? subset?.LoadBalancer?.Hash
            ?? OfPort(rule.Policy, destination.Port)
            ?? rule.Policy?.LoadBalancer?.Hash;
    }

    private ConsolidatedRule? Choose(MeshService service)
    {
        ConsolidatedRule? general = null;
        foreach (var candidate in state.Tables.DestinationRules.Find(proxy.Namespace, service.Hostname, service.Namespace))
        {
            if (candidate.WorkloadSelector is null)
            {
                general = candidate;
            }
            else if (candidate.Namespace == proxy.Namespace && LabelMaps.IsSubset(candidate.WorkloadSelector, proxy.Labels))
            {
                return candidate;
            }
        }

        return general;
    }

    private static HashPolicy? OfPort(TrafficPolicy? policy, int? port) =>
        port is { } number ? policy?.Ports.FirstOrDefault(item => item.Port == number)?.Policy.LoadBalancer?.Hash : null;
}
