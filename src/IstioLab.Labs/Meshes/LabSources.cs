using IstioLab.Config.Kubernetes;
using IstioLab.Config.Yaml;
using IstioLab.Labs.Definitions;
using IstioLab.Labs.Manifests;
using IstioLab.Labs.Running;

namespace IstioLab.Labs.Meshes;

/// <summary>Gives objects of a cluster the files and lines that a lab applied them from, as far as they still are what those say.</summary>
internal static class LabSources
{
    /// <summary>Places the objects of every namespace whose active lab is known.</summary>
    public static IEnumerable<ConfigObject> Place(IReadOnlyList<ConfigObject> live, IReadOnlyList<LabDefinition> labs)
    {
        var sources = live.Where(item => item.Id.Kind == "Namespace").SelectMany(ns => SourcesOf(ns, labs)).ToDictionary(source => source.Id);
        return sources.Count == 0 ? live : live.Select(item => sources.TryGetValue(item.Id, out var source) ? Place(item, source) : item);
    }

    private static IEnumerable<ConfigObject> SourcesOf(ConfigObject ns, IReadOnlyList<LabDefinition> labs) =>
        LabMark.Of(ns.Annotations) is { } mark
        && labs.FirstOrDefault(lab => lab.Name == mark.Lab && lab.Namespace == ns.Id.Name) is { } lab
        && lab.Steps.FirstOrDefault(step => step.Number == mark.Step) is { } step
            ? LabFiles.ReadSourcesUpTo(lab, step)
            : [];

    private static ConfigObject Place(ConfigObject live, ConfigObject source) => new()
    {
        Id = live.Id,
        Version = live.Version,
        Labels = live.Labels,
        Annotations = live.Annotations,
        CreationTime = live.CreationTime,
        Generation = live.Generation,
        Root = Place(live.Root, source.Root).Node,
    };

    /// <returns>The value with positions, and whether it has everything that the file says; a server adds defaults to it.</returns>
    private static (YamlNode Node, bool Same) Place(YamlNode live, YamlNode source)
    {
        switch (live, source)
        {
            case (YamlMapping mapping, YamlMapping written):
                var same = written.Fields.All(field => mapping.Find(field.Key) is not null);
                var fields = mapping.Fields.Select(field =>
                {
                    if (written.Find(field.Key) is not { } value)
                    {
                        return field;
                    }

                    var placed = Place(field.Value, value);
                    same &= placed.Same;
                    return field with { Value = placed.Node };
                }).ToList();
                return (new YamlMapping([.. fields], same ? written.Position : null), same);
            case (YamlSequence list, YamlSequence written) when list.Items.Length == written.Items.Length:
                var items = list.Items.Zip(written.Items, Place).ToList();
                var all = items.TrueForAll(item => item.Same);
                return (new YamlSequence([.. items.Select(item => item.Node)], all ? written.Position : null), all);
            case (YamlScalar value, YamlScalar written) when value.Text == written.Text:
                return (new YamlScalar(value.Kind, value.Text, written.Position), true);
            default:
                return (live, false);
        }
    }
}
