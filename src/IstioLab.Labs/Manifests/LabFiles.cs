using System.Collections.Immutable;
using IstioLab.Config.Diagnostics;
using IstioLab.Config.Kubernetes;
using IstioLab.Config.Yaml;
using IstioLab.Labs.Api;
using IstioLab.Labs.Definitions;

namespace IstioLab.Labs.Manifests;

/// <summary>Reads the files of a lab's steps.</summary>
public static class LabFiles
{
    /// <summary>The objects that a step applies, in the order of its files, as they are sent.</summary>
    /// <exception cref="KubeApiException">A file holds something that is no object, or cannot be injected.</exception>
    public static async Task<IReadOnlyList<LabManifest>> ReadAsync(LabDefinition lab, LabStep step, CancellationToken cancellationToken)
    {
        List<LabManifest> manifests = [];
        foreach (var file in step.Apply)
        {
            manifests.AddRange(ReadSources(lab, file).Select(source => Manifest(lab, source, source)));
        }

        foreach (var file in step.Inject)
        {
            var name = NameOf(lab, file);
            var path = lab.PathOf(file);
            var text = await lab.Target.Injector.InjectAsync(await File.ReadAllTextAsync(path, cancellationToken), path, name, cancellationToken);
            var bodies = ReadObjects(text, name, lab.Namespace).DistinctBy(body => body.Id).ToDictionary(body => body.Id);
            manifests.AddRange(ReadSources(lab, file).Select(source => Manifest(lab, source, bodies.GetValueOrDefault(source.Id, source))));
        }

        return manifests;
    }

    /// <summary>What holds once a step is applied, as it is sent: of each object the version that was applied last.</summary>
    /// <exception cref="KubeApiException">A file holds something that is no object, or cannot be injected.</exception>
    public static async Task<IReadOnlyList<LabManifest>> ReadUpToAsync(LabDefinition lab, LabStep step, CancellationToken cancellationToken)
    {
        Dictionary<ObjectId, LabManifest> last = [];
        foreach (var other in lab.Steps.Where(other => other.Number <= step.Number))
        {
            foreach (var manifest in await ReadAsync(lab, other, cancellationToken))
            {
                last[manifest.Source.Id] = manifest;
            }
        }

        return [.. last.Values];
    }

    /// <summary>The objects of a step's files, in order, as the files have them.</summary>
    /// <exception cref="KubeApiException">A file holds something that is no object.</exception>
    public static IReadOnlyList<ConfigObject> ReadSources(LabDefinition lab, LabStep step) =>
        [.. step.Apply.Concat(step.Inject).SelectMany(file => ReadSources(lab, file))];

    /// <summary>What holds once a step is applied, as the files have it: of each object the version that was applied last.</summary>
    /// <exception cref="KubeApiException">A file holds something that is no object.</exception>
    public static IReadOnlyList<ConfigObject> ReadSourcesUpTo(LabDefinition lab, LabStep step)
    {
        Dictionary<ObjectId, ConfigObject> last = [];
        foreach (var source in lab.Steps.Where(other => other.Number <= step.Number).SelectMany(other => ReadSources(lab, other)))
        {
            last[source.Id] = source;
        }

        return [.. last.Values];
    }

    private static LabManifest Manifest(LabDefinition lab, ConfigObject source, ConfigObject sent)
    {
        var body = YamlJson.ToJson(sent.Root)!.AsObject();
        lab.Target.Images.Apply(body);
        return new LabManifest(source, body);
    }

    private static ImmutableArray<ConfigObject> ReadSources(LabDefinition lab, string file) =>
        ReadObjects(File.ReadAllText(lab.PathOf(file)), NameOf(lab, file), lab.Namespace);

    private static string NameOf(LabDefinition lab, string file) => $"labs/{lab.Name}/{file}";

    private static ImmutableArray<ConfigObject> ReadObjects(string text, string name, string defaultNamespace)
    {
        var read = ConfigObjectReader.Read(text, name, defaultNamespace);
        var errors = read.Diagnostics.Where(found => found.Level == DiagnosticLevel.Error).ToList();
        return errors.Count == 0 ? read.Objects : throw new KubeApiException(string.Join(Environment.NewLine, errors));
    }
}
