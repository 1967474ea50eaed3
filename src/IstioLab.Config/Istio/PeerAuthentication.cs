using System.Collections.Frozen;
using System.Globalization;
using IstioLab.Config.Kubernetes;
using IstioLab.Config.Yaml;

namespace IstioLab.Config.Istio;

/// <summary>A PeerAuthentication as written.</summary>
internal sealed record PeerAuthentication
{
    public required ConfigObject Source { get; init; }

    /// <summary>The labels of pods; <see langword="null"/> for the namespace.</summary>
    public FrozenDictionary<string, string>? Selector { get; init; }

    /// <summary>The mode; <see langword="null"/> to inherit.</summary>
    public MutualTlsMode? Mode { get; init; }

    /// <summary>Modes by container port; an entry without mode inherits.</summary>
    public FrozenDictionary<int, MutualTlsMode?> Ports { get; init; } = FrozenDictionary<int, MutualTlsMode?>.Empty;

    public static PeerAuthentication Read(ConfigObject source)
    {
        var spec = source.Root["spec"];
        var selector = spec.Child("selector").Child("matchLabels");
        return new PeerAuthentication
        {
            Source = source,
            Selector = selector is YamlMapping { Fields.Length: > 0 } ? selector.ToTextMap() : null,
            Mode = ReadMode(spec.Child("mtls").Text("mode")),
            Ports = spec.Fields("portLevelMtls")
                .Where(field => int.TryParse(field.Key, CultureInfo.InvariantCulture, out _))
                .DistinctBy(field => int.Parse(field.Key, CultureInfo.InvariantCulture))
                .ToFrozenDictionary(field => int.Parse(field.Key, CultureInfo.InvariantCulture), field => ReadMode(field.Value.Text("mode"))),
        };
    }

    private static MutualTlsMode? ReadMode(string mode) => mode switch
    {
        "STRICT" => MutualTlsMode.Strict,
        "PERMISSIVE" => MutualTlsMode.Permissive,
        "DISABLE" => MutualTlsMode.Disable,
        _ => null,
    };
}
