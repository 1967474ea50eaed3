using System.Collections.Frozen;
using IstioLab.Config.Yaml;

namespace IstioLab.Config.Kubernetes;

/// <summary>An object of the cluster or of a file. Its identity as a reference tells whether it changed.</summary>
public sealed class ConfigObject
{
    /// <summary>The identity.</summary>
    public required ObjectId Id { get; init; }

    /// <summary>The version, e.g. <c>v1beta1</c>.</summary>
    public required string Version { get; init; }

    /// <summary>The labels.</summary>
    public FrozenDictionary<string, string> Labels { get; init; } = FrozenDictionary<string, string>.Empty;

    /// <summary>The annotations.</summary>
    public FrozenDictionary<string, string> Annotations { get; init; } = FrozenDictionary<string, string>.Empty;

    /// <summary>When it was created; the beginning of time for what only a file holds.</summary>
    public DateTimeOffset CreationTime { get; init; } = DateTimeOffset.MinValue;

    /// <summary>The generation; 0 for what only a file holds.</summary>
    public long Generation { get; init; }

    /// <summary>The whole object as a tree with positions.</summary>
    public required YamlNode Root { get; init; }

    /// <summary>Where the object begins, when it came from a file.</summary>
    public SourcePosition? Position => Root.Position;
}
