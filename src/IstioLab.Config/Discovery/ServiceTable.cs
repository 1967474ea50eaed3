using System.Collections.Frozen;
using System.Collections.Immutable;
using IstioLab.Config.Kubernetes;

namespace IstioLab.Config.Discovery;

/// <summary>All services, the oldest first, with the aliases that ExternalName Services give them.</summary>
internal sealed class ServiceTable
{
    private readonly MeshSettings settings;
    private readonly Dictionary<string, List<MeshService>> byHost = new(StringComparer.Ordinal);

    public ServiceTable(IEnumerable<MeshService> services, MeshSettings settings)
    {
        this.settings = settings;
        var sorted = services.Select(service => settings.Release == IstioRelease.Istio117 ? WithoutAlias(service) : service)
            .OrderBy(service => service.CreationTime)
            .ThenBy(service => service.Name, StringComparer.Ordinal)
            .ThenBy(service => service.Namespace, StringComparer.Ordinal)
            .ToList();
        if (settings.AllocatesAddresses)
        {
            sorted = AddressAllocator.Allocate(sorted);
        }

        var aliases = FindAliases(sorted);
        var siblings = sorted.Where(service => !service.IsKubernetes)
            .GroupBy(service => (service.Namespace, service.Hostname), service => service.Source)
            .Select(group => (group.Key, Sources: group.Distinct().ToImmutableArray()))
            .Where(group => group.Sources.Length > 1)
            .ToDictionary(group => group.Key, group => group.Sources);
        All = [.. sorted.Select(service => WithSiblings(WithAliases(service, aliases), siblings))];
        foreach (var service in All)
        {
            if (!byHost.TryGetValue(service.Hostname, out var list))
            {
                byHost[service.Hostname] = list = [];
            }

            list.Add(service);
        }
    }

    public ImmutableArray<MeshService> All { get; }

    public IReadOnlyList<MeshService> OfHost(string host) => byHost.GetValueOrDefault(host) ?? [];

    /// <summary>What a namespace sees: what is exported to it by name, then what is public.</summary>
    public IEnumerable<MeshService> Visible(string space)
    {
        foreach (var service in All)
        {
            if (!Visibility.IsPublic(ExportOf(service)) && IsVisible(service, space))
            {
                yield return service;
            }
        }

        foreach (var service in All)
        {
            if (Visibility.IsPublic(ExportOf(service)))
            {
                yield return service;
            }
        }
    }

    public bool IsVisible(MeshService service, string space) =>
        Visibility.IsVisible(ExportOf(service), service.Namespace, space);

    private ImmutableArray<string> ExportOf(MeshService service) =>
        service.ExportTo.IsEmpty ? settings.DefaultServiceExportTo : service.ExportTo;

    /// <summary>Before 1.21 an ExternalName Service was a service of its own whose endpoint is a name.</summary>
    private static MeshService WithoutAlias(MeshService service) =>
        service.Resolution == ServiceResolution.Alias ? service with { Resolution = ServiceResolution.Dns, ExternalName = "" } : service;

    private static MeshService WithAliases(MeshService service, FrozenDictionary<string, ImmutableArray<string>> aliases) =>
        aliases.TryGetValue(service.Hostname, out var names) ? service with { Aliases = names } : service;

    private static MeshService WithSiblings(
        MeshService service, Dictionary<(string Namespace, string Host), ImmutableArray<ConfigObject>> siblings) =>
        !service.IsKubernetes && siblings.TryGetValue((service.Namespace, service.Hostname), out var sources)
            ? service with { Siblings = sources.Remove(service.Source) }
            : service;

    /// <summary>Follows ExternalName Services to what they stand for in the end; a circle stands for nothing.</summary>
    private static FrozenDictionary<string, ImmutableArray<string>> FindAliases(List<MeshService> services)
    {
        var targets = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var service in services.Where(service => service.Resolution == ServiceResolution.Alias))
        {
            targets[service.Hostname] = service.ExternalName;
        }

        var result = new Dictionary<string, ImmutableArray<string>>(StringComparer.Ordinal);
        foreach (var alias in targets.Keys.Order(StringComparer.Ordinal))
        {
            var seen = new HashSet<string>(StringComparer.Ordinal) { alias };
            var target = targets[alias];
            while (seen.Add(target) && targets.TryGetValue(target, out var next))
            {
                target = next;
            }

            if (!targets.ContainsKey(target))
            {
                result[target] = result.GetValueOrDefault(target, []).Add(alias);
            }
        }

        return result.ToFrozenDictionary(StringComparer.Ordinal);
    }
}
