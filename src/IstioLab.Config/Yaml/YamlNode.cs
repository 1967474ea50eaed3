namespace IstioLab.Config.Yaml;

/// <summary>A value of a YAML or JSON document.</summary>
public abstract class YamlNode
{
    private protected YamlNode(SourcePosition? position) => Position = position;

    /// <summary>Where the value was written; <see langword="null"/> for what came from no text.</summary>
    public SourcePosition? Position { get; }

    /// <summary>Finds a field of a mapping; <see langword="null"/> when there is none, or this is no mapping.</summary>
    public YamlNode? this[string key] => (this as YamlMapping)?.Find(key);
}
