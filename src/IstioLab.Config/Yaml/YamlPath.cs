namespace IstioLab.Config.Yaml;

/// <summary>Finds the place of a field such as <c>spec.http[0].route[1].weight</c> or <c>metadata.labels['istio.io/rev']</c>.</summary>
public static class YamlPath
{
    /// <summary>Finds a field's place.</summary>
    /// <param name="root">The object.</param>
    /// <param name="path">The field; empty for the object itself.</param>
    /// <returns>The place, or that of the nearest part that the text has.</returns>
    public static SourcePosition? Find(YamlNode root, string path)
    {
        ArgumentNullException.ThrowIfNull(root);
        ArgumentNullException.ThrowIfNull(path);
        var node = root;
        var position = root.Position;
        foreach (var part in Split(path))
        {
            var next = node switch
            {
                YamlSequence list when int.TryParse(part, out var index) && index >= 0 && index < list.Items.Length => list.Items[index],
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

    /// <summary>The path of a key below a field; a key with dots or slashes is quoted.</summary>
    /// <param name="path">The field that holds a map.</param>
    /// <param name="key">The key.</param>
    public static string Of(string path, string key)
    {
        ArgumentNullException.ThrowIfNull(key);
        return key.AsSpan().IndexOfAny("./[]") >= 0 ? $"{path}['{key}']" : $"{path}.{key}";
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
                yield return path[start..end].Trim('\'', '"');
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
