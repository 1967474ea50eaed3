using System.Collections.Immutable;

namespace IstioLab.Config.Yaml;

/// <summary>A list.</summary>
/// <param name="items">The items.</param>
/// <param name="position">Where the list begins.</param>
public sealed class YamlSequence(ImmutableArray<YamlNode> items, SourcePosition? position) : YamlNode(position)
{
    /// <summary>The items.</summary>
    public ImmutableArray<YamlNode> Items { get; } = items;
}
