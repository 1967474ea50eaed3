using System.Collections.Immutable;
using IstioLab.Config.Discovery;

namespace IstioLab.Config.Snapshots.Compiling;

/// <summary>The services that a gateway knows.</summary>
internal sealed class GatewayServices
{
    private readonly MeshState state;
    private readonly string space;
    private readonly Dictionary<string, MeshService> byHost = new(StringComparer.Ordinal);

    public GatewayServices(MeshState state, string space)
    {
        this.state = state;
        this.space = space;
        var collector = new ServiceCollector();
        foreach (var service in state.Tables.Services.Visible(space))
        {
            collector.Add(service);
        }

        All = collector.ToImmutable();
        foreach (var service in All)
        {
            byHost[service.Hostname] = service;
        }
    }

    public ImmutableArray<MeshService> All { get; }

    /// <summary>Finds a service; one in the VirtualService's namespace comes first.</summary>
    public MeshService? Find(string host, string preferred)
    {
        foreach (var service in state.Tables.Services.OfHost(host))
        {
            if (service.Namespace == preferred && state.Tables.Services.IsVisible(service, space))
            {
                return service;
            }
        }

        return byHost.GetValueOrDefault(host);
    }
}
