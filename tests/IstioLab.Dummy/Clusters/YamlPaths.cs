using IstioLab.Config.Yaml;

namespace IstioLab.Dummy.Clusters;

/// <summary>The fields that a YAML text uses, such as <c>ports[].nodeFilters[]</c>.</summary>
internal static class YamlPaths
{
    public static IEnumerable<string> Of(YamlNode? node, string path = "") => node switch
    {
        YamlMapping mapping => mapping.Fields.SelectMany(field => Of(field.Value, path.Length == 0 ? field.Key : $"{path}.{field.Key}")),
        YamlSequence sequence => sequence.Items.SelectMany(item => Of(item, $"{path}[]")),
        _ => [path],
    };

    public static YamlNode? Root(string text) => YamlDocumentReader.Read(text).Documents is [{ Root: { } root }, ..] ? root : null;
}
