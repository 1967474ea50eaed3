using System.Collections.Immutable;
using IstioLab.Config.Diagnostics;
using IstioLab.Config.Injection;
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
        var name = $"labs/{lab.Name}/{file}";
        var text = File.ReadAllText(lab.PathOf(file));
        var sources = ReadObjects(text, name, lab.Namespace);
        var bodies = inject ? ReadObjects(Inject(text, name), name, lab.Namespace) : sources;
        var bodyById = bodies.DistinctBy(body => body.Id).ToDictionary(body => body.Id);
        return sources.Select(source => new LabManifest(source, YamlJson.ToJson(bodyById[source.Id].Root)!.AsObject()));
    }

    private static string Inject(string text, string name)
    {
        var injected = new SidecarInjector(new InjectionOptions()).InjectFile(text, name);
        Refuse(injected.Diagnostics);
        return injected.Text;
    }

    private static ImmutableArray<ConfigObject> ReadObjects(string text, string name, string defaultNamespace)
    {
        var read = ConfigObjectReader.Read(text, name, defaultNamespace);
        Refuse(read.Diagnostics);
        return read.Objects;
    }

    private static void Refuse(ImmutableArray<Diagnostic> diagnostics)
    {
        var errors = diagnostics.Where(found => found.Level == DiagnosticLevel.Error).ToList();
        if (errors.Count > 0)
        {
            throw new KubeApiException(string.Join(Environment.NewLine, errors));
        }
    }
}
