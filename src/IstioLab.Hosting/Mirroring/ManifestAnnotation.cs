using Aspire.Hosting.ApplicationModel;
using IstioLab.Config.Diagnostics;
using IstioLab.Config.Kubernetes;

namespace IstioLab.Hosting.Mirroring;

/// <summary>Files that are applied to a cluster.</summary>
/// <param name="Path">As the AppHost names them.</param>
/// <param name="Namespace">The namespace of objects that name none.</param>
/// <param name="Objects">What they hold, in order.</param>
internal sealed record ManifestAnnotation(string Path, string Namespace, IReadOnlyList<ConfigObject> Objects) : IResourceAnnotation
{
    public static ManifestAnnotation Read(string fullPath, string path, string ns)
    {
        var read = FilesOf(fullPath, path).Select(file => ConfigObjectReader.Read(File.ReadAllText(file), file, ns)).ToList();
        var errors = read.SelectMany(file => file.Diagnostics).Where(found => found.Level == DiagnosticLevel.Error).ToList();
        return errors.Count == 0
            ? new ManifestAnnotation(path, ns, [.. read.SelectMany(file => file.Objects)])
            : throw new FormatException(string.Join(Environment.NewLine, errors));
    }

    private static IEnumerable<string> FilesOf(string fullPath, string path)
    {
        if (File.Exists(fullPath))
        {
            return [fullPath];
        }

        return Directory.Exists(fullPath)
            ? Directory.EnumerateFiles(fullPath).Where(file => System.IO.Path.GetExtension(file) is ".yaml" or ".yml" or ".json").Order(StringComparer.Ordinal)
            : throw new FileNotFoundException($"Manifest '{path}' is neither a file nor a folder; a path is relative to the AppHost's folder: '{fullPath}'.", fullPath);
    }
}
