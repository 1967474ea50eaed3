namespace IstioLab.Config.Yaml;

/// <summary>A key of a mapping and its value.</summary>
/// <param name="Key">The key.</param>
/// <param name="KeyPosition">Where the key stands.</param>
/// <param name="Value">The value.</param>
public sealed record YamlField(string Key, SourcePosition? KeyPosition, YamlNode Value);
