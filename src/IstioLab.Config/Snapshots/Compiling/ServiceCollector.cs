using System.Collections.Immutable;
using IstioLab.Config.Discovery;

namespace IstioLab.Config.Snapshots.Compiling;

/// <summary>Collects services by host; Kubernetes' win over others, ports of like ones are joined. Follows <c>appendSidecarServices</c>.</summary>
internal sealed class ServiceCollector
{
    private readonly List<MeshService> services = [];
    private readonly Dictionary<string, int> positions = new(StringComparer.Ordinal);

    public void Add(MeshService? service)
    {
        if (service is null)
        {
            return;
        }

        if (!positions.TryGetValue(service.Hostname, out var index))
        {
            positions[service.Hostname] = services.Count;
            services.Add(service);
            return;
        }

        var existing = services[index];
        if (ReferenceEquals(existing, service) || (existing.IsKubernetes && !service.IsKubernetes))
        {
            return;
        }

        if (!existing.IsKubernetes && service.IsKubernetes)
        {
            services[index] = service;
        }
        else if (CanJoin(existing, service))
        {
            var more = service.Ports.Where(port => existing.FindPort(port.Number) is null).ToImmutableArray();
            services[index] = more.IsEmpty ? existing : existing with { Ports = existing.Ports.AddRange(more) };
        }
    }

    public ImmutableArray<MeshService> ToImmutable() => [.. services];

    private static bool CanJoin(MeshService first, MeshService second) =>
        first.Namespace == second.Namespace
        && first.Resolution == second.Resolution
        && first.IsKubernetes == second.IsKubernetes
        && first.ExportTo.ToHashSet(StringComparer.Ordinal).SetEquals(second.ExportTo)
        && first.Labels.Count == second.Labels.Count
        && LabelMaps.IsSubset(first.Labels, second.Labels)
        && first.Selector.Count == second.Selector.Count
        && LabelMaps.IsSubset(first.Selector, second.Selector);
}
