using System.Collections.Immutable;
using IstioLab.Config.Diagnostics;
using IstioLab.Config.Injection;
using IstioLab.Config.Kubernetes;

namespace IstioLab.Testing;

/// <summary>Reads what a test applies: the path of a file or folder, or YAML itself.</summary>
internal static class LabInput
{
    public static IReadOnlyList<ConfigObject> Read(string pathOrYaml, string ns, InjectionOptions? injection) =>
        [.. Texts(pathOrYaml).SelectMany(source => Read(source.Text, source.Name, ns, injection))];

    private static IEnumerable<(string Name, string Text)> Texts(string pathOrYaml)
    {
        if (pathOrYaml.Contains('\n') || pathOrYaml.Contains(": ", StringComparison.Ordinal)) return [("yaml", pathOrYaml)];
        if (File.Exists(pathOrYaml)) return [(pathOrYaml, File.ReadAllText(pathOrYaml))];
        if (!Directory.Exists(pathOrYaml))
        {
            throw new IstioLabException(
                $"There is no file or folder '{pathOrYaml}' (looked from '{Environment.CurrentDirectory}'). Name one, or pass the YAML itself.");
        }

        return Directory.EnumerateFiles(pathOrYaml)
            .Where(file => Path.GetExtension(file) is ".yaml" or ".yml" or ".json")
            .Order(StringComparer.Ordinal)
            .Select(file => (file, File.ReadAllText(file)));
    }

    private static ImmutableArray<ConfigObject> Read(string text, string name, string ns, InjectionOptions? injection)
    {
        if (injection is not null)
        {
            var injected = new SidecarInjector(injection).InjectFile(text, name);
            Refuse(injected.Diagnostics);
            text = injected.Text;
        }

        var read = ConfigObjectReader.Read(text, name, ns);
        Refuse(read.Diagnostics);
        return read.Objects;
    }

    private static void Refuse(IEnumerable<Diagnostic> diagnostics)
    {
        var errors = diagnostics.Where(found => found.Level == DiagnosticLevel.Error).ToList();
        if (errors.Count > 0) throw new IstioLabException(string.Join(Environment.NewLine, errors));
    }
}
