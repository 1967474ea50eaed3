using System.Collections.Frozen;
using System.Text.Json.Nodes;

namespace IstioLab.Labs.Targets;

/// <summary>Images of the labs that a real cluster cannot pull, and what runs in their place.</summary>
/// <param name="Replacements">The image as the file names it, and the one that is used.</param>
public sealed record ImageMap(FrozenDictionary<string, string> Replacements)
{
    /// <summary>Every image as it stands.</summary>
    public static ImageMap None { get; } = new(FrozenDictionary<string, string>.Empty);

    /// <summary>A map of pairs.</summary>
    public static ImageMap Of(IEnumerable<KeyValuePair<string, string>> replacements) => new(replacements.ToFrozenDictionary(StringComparer.Ordinal));

    /// <summary>The image that is used for an image of a file.</summary>
    public string Map(string image) => Replacements.GetValueOrDefault(image, image);

    /// <summary>Replaces the images of an object's containers, wherever its pod template is.</summary>
    public void Apply(JsonNode? node)
    {
        switch (node)
        {
            case JsonObject fields:
                foreach (var list in (string[])["containers", "initContainers"])
                {
                    MapContainers(fields[list] as JsonArray);
                }

                foreach (var (_, value) in fields)
                {
                    Apply(value);
                }

                break;
            case JsonArray items:
                foreach (var item in items)
                {
                    Apply(item);
                }

                break;
        }
    }

    private void MapContainers(JsonArray? containers)
    {
        foreach (var container in (containers ?? []).OfType<JsonObject>())
        {
            if ((container["image"] as JsonValue)?.TryGetValue<string>(out var image) == true && Replacements.TryGetValue(image, out var other))
            {
                container["image"] = other;
            }
        }
    }
}
