using System.Text.Json.Nodes;
using IstioLab.Config.Kubernetes;
using IstioLab.Config.Yaml;

namespace IstioLab.Labs.Manifests;

/// <summary>Reads the objects of a text that the program itself wrote.</summary>
public static class ManifestText
{
    /// <summary>The objects as JSON.</summary>
    /// <param name="yaml">Documents with one object each.</param>
    public static IEnumerable<JsonObject> Read(string yaml) =>
        ConfigObjectReader.Read(yaml, "generated", "default").Objects.Select(item => YamlJson.ToJson(item.Root)).OfType<JsonObject>();
}
