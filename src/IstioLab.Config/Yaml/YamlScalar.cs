namespace IstioLab.Config.Yaml;

/// <summary>A single value.</summary>
/// <param name="kind">The type.</param>
/// <param name="text">The text; for a boolean <c>true</c> or <c>false</c>, for a number the JSON form.</param>
/// <param name="position">Where it stands.</param>
public sealed class YamlScalar(YamlScalarKind kind, string text, SourcePosition? position) : YamlNode(position)
{
    /// <summary>The type.</summary>
    public YamlScalarKind Kind { get; } = kind;

    /// <summary>The text; for a boolean <c>true</c> or <c>false</c>, for a number the JSON form.</summary>
    public string Text { get; } = text;
}
