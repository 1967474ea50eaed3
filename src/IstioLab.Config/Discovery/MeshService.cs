using System.Collections.Frozen;
using System.Collections.Immutable;
using IstioLab.Config.Kubernetes;

namespace IstioLab.Config.Discovery;

/// <summary>A service as the mesh knows it, of Kubernetes or of a ServiceEntry.</summary>
internal sealed record MeshService
{
    public required string Hostname { get; init; }

    public required string Name { get; init; }

    public required string Namespace { get; init; }

    public required ImmutableArray<ServicePort> Ports { get; init; }

    /// <summary>Addresses; empty for none. An address may be a network.</summary>
    public ImmutableArray<string> Addresses { get; init; } = [];

    public ServiceResolution Resolution { get; init; }

    public bool IsExternal { get; init; }

    public bool IsKubernetes { get; init; }

    /// <summary>The host that an ExternalName Service stands for.</summary>
    public string ExternalName { get; init; } = "";

    public ImmutableArray<string> ExportTo { get; init; } = [];

    public FrozenDictionary<string, string> Labels { get; init; } = FrozenDictionary<string, string>.Empty;

    public FrozenDictionary<string, string> Selector { get; init; } = FrozenDictionary<string, string>.Empty;

    public DateTimeOffset CreationTime { get; init; }

    /// <summary>Names of ExternalName Services that stand for this one.</summary>
    public ImmutableArray<string> Aliases { get; init; } = [];

    /// <summary>Other ServiceEntries of the same host and namespace, whose endpoints count as this one's.</summary>
    public ImmutableArray<ConfigObject> Siblings { get; init; } = [];

    /// <summary>The object that the service came from.</summary>
    public required ConfigObject Source { get; init; }

    public ServicePort? FindPort(int number)
    {
        foreach (var port in Ports)
        {
            if (port.Number == number)
            {
                return port;
            }
        }

        return null;
    }
}
