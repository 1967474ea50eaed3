using System.Text.Json.Nodes;
//using IstioLab.Config.Injection;
using IstioLab.Config.Kubernetes;
using IstioLab.Config.Yaml;
using IstioLab.Labs.Api;
using IstioLab.Labs.Definitions;

namespace IstioLab.Labs.Manifests;

/// <summary>Reads the files of a lab's steps.</summary>
public static class LabFiles
{
    /// <summary>The objects that one step applies, in order.</summary>
    /// <exception cref="KubeApiException">A file holds something that is no object.</exception>
    public static IReadOnlyList<LabManifest> Read(LabDefinition lab, LabStep step) =>
    [
        .. step.Apply.SelectMany(file => Read(lab, file, inject: false)),
        .. step.Inject.SelectMany(file => Read(lab, file, inject: true)),
    ];

    /// <summary>The objects that must be there after a step: of each the version that was applied last.</summary>
    public static IReadOnlyList<LabManifest> ReadUpTo(LabDefinition lab, LabStep step)
    {
        Dictionary<ObjectId, LabManifest> last = [];
        foreach (var manifest in lab.Steps.Where(other => other.Number <= step.Number).SelectMany(other => Read(lab, other)))
        {
            last[manifest.Source.Id] = manifest;
        }

        return [.. last.Values];
    }

    private static IEnumerable<LabManifest> Read(LabDefinition lab, string file, bool inject)
    {
        var path = lab.PathOf(file);
        var read = ConfigObjectReader.Read(File.ReadAllText(path), Path.Combine("labs", lab.Name, file).Replace('\\', '/'), lab.Namespace);
        if (read.Diagnostics.Length > 0)
        {
            throw new KubeApiException(string.Join(Environment.NewLine, read.Diagnostics));
        }

        foreach (var source in read.Objects)
        {
            var body = YamlJson.ToJson(source.Root)?.AsObject() ?? new JsonObject();
            if (inject)
            {
//                SidecarInjector.InjectManifest(body);
            }

            yield return new LabManifest(source, body);
        }
    }
}
