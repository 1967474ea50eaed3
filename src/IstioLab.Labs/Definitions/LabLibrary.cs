using IstioLab.Config.Yaml;
using IstioLab.Labs.Targets;

namespace IstioLab.Labs.Definitions;

/// <summary>The labs in a folder: each subfolder with a <c>lab.yaml</c> is one.</summary>
/// <param name="folder">The folder.</param>
public sealed class LabLibrary(string folder)
{
    /// <summary>The lab that a learner begins with.</summary>
    public const string First = "canary";

    private const string FileName = "lab.yaml";

    /// <summary>The folder.</summary>
    public string Folder { get; } = Path.GetFullPath(folder);

    /// <summary>The cluster that the labs are for.</summary>
    public LabTarget Target { get; private init; } = LabTarget.Embedded;

    /// <summary>The labs' names, sorted; the one that a learner starts with comes first.</summary>
    public IReadOnlyList<string> Names => Directory.Exists(Folder)
        ?
        [
            .. Directory.EnumerateDirectories(Folder)
                .Where(path => File.Exists(Path.Combine(path, FileName)))
                .Select(path => Path.GetFileName(path))
                .OrderBy(name => name == First ? 0 : 1)
                .ThenBy(name => name, StringComparer.Ordinal),
        ]
        : [];

    /// <summary>The labs that came with the program.</summary>
    public static LabLibrary BuiltIn() => new(Path.Combine(AppContext.BaseDirectory, "labs"));

    /// <summary>The labs whose definitions are right.</summary>
    public IReadOnlyList<LabDefinition> LoadAll() => [.. Names.Select(name => Load(name).Lab).OfType<LabDefinition>()];

    /// <summary>The same labs for another cluster.</summary>
    public LabLibrary For(LabTarget target) => new(Folder) { Target = target };

    /// <summary>Loads a lab.</summary>
    public LabLoadResult Load(string name)
    {
        if (!Names.Contains(name))
        {
            var known = string.Join(", ", Names);
            return new LabLoadResult(null, [new LabProblem(null, Folder, "", $"There is no lab '{name}'. The labs are {known}.")]);
        }

        var lab = Path.Combine(Folder, name);
        var file = $"labs/{name}/{FileName}";
        var read = YamlDocumentReader.Read(File.ReadAllText(Path.Combine(lab, FileName)), file);
        if (read.Diagnostics.Length > 0)
        {
            return new LabLoadResult(null, [.. read.Diagnostics.Select(found => new LabProblem(found.Position, file, found.Path, found.Message))]);
        }

        if (read.Documents is not [{ Root: { } root }])
        {
            return new LabLoadResult(null, [new LabProblem(null, file, "", "The file must hold one document.")]);
        }

        var loaded = LabReader.Read(root, lab, file);
        return loaded.Lab is { } found ? loaded with { Lab = found with { Target = Target } } : loaded;
    }
}
