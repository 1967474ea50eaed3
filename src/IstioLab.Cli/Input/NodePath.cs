using IstioLab.Config.Yaml;

namespace IstioLab.Cli.Input;

/// <summary>Finds the place of a field such as <c>spec.http[0].route[1].weight</c> in a text.</summary>
internal static class NodePath
{
    /// <returns>The field's place, or that of the nearest part that the text has.</returns>
    public static SourcePosition? Find(YamlNode root, string path)
    {
        var node = root;
        var position = root.Position;
        foreach (var part in Split(path))
        {
            var next = node switch
            {
                YamlSequence list when int.TryParse(part, out var index) && index < list.Items.Length => list.Items[index],
                YamlMapping mapping => mapping.Find(part),
                _ => null,
            };
            if (next is null)
            {
                break;
            }

            position = (node as YamlMapping)?.Fields.LastOrDefault(field => field.Key == part)?.KeyPosition ?? next.Position ?? position;
            node = next;
        }

        return position;
    }

    private static IEnumerable<string> Split(string path)
    {
        var start = 0;
        for (var index = 0; index < path.Length; index++)
        {
            if (path[index] is not ('.' or '['))
            {
                continue;
            }

            if (index > start)
            {
                yield return path[start..index];
            }

            start = index + 1;
            if (path[index] == '[' && path.IndexOf(']', start) is var end and > 0)
            {
                yield return path[start..end];
                index = end;
                start = end + 1;
            }
        }

        if (start < path.Length)
        {
            yield return path[start..];
        }
    }
}
