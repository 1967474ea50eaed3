using System.Collections.Immutable;
using IstioLab.Cluster.Providers;
using IstioLab.Config.Yaml;

namespace IstioLab.Cluster.Settings;

/// <summary>Reads <c>clusters.yaml</c> and tells everything that is wrong with it at once.</summary>
public static class ClusterSettingsReader
{
    /// <summary>The file in the home folder.</summary>
    public const string FileName = "clusters.yaml";

    private static readonly string[] s_fields = ["mirrors", "certificateAuthority", "istioHub", "imageBundles", "images"];

    /// <summary>Reads the settings of a home folder; without a file the defaults.</summary>
    /// <exception cref="MissingPrerequisiteException">The file has problems; each is told with its line.</exception>
    public static ClusterSettings Read(string homeFolder)
    {
        var path = Path.Combine(homeFolder, FileName);
        if (!File.Exists(path))
        {
            return new ClusterSettings();
        }

        List<string> problems = [];
        var settings = Read(File.ReadAllText(path), path, homeFolder, problems);
        return problems.Count == 0 ? settings : throw new MissingPrerequisiteException(string.Join('\n', problems));
    }

    internal static ClusterSettings Read(string text, string name, string folder, List<string> problems)
    {
        var file = YamlDocumentReader.Read(text, name);
        problems.AddRange(file.Diagnostics.Select(found => found.ToString()));
        if (file.Documents is not [{ Root: YamlMapping root }, ..])
        {
            return new ClusterSettings();
        }

        foreach (var field in root.Fields.Where(field => !s_fields.Contains(field.Key)))
        {
            problems.Add($"{field.Value.Position}: '{field.Key}' is no setting. The settings are {string.Join(", ", s_fields)}.");
        }

        var defaults = new ClusterSettings();
        var images = TextMap(root["images"], "images", problems);
        return new ClusterSettings
        {
            Mirrors = Mirrors(root["mirrors"], problems),
            CertificateAuthority = ExistingFile(root["certificateAuthority"], "certificateAuthority", folder, problems),
            IstioHub = Text(root["istioHub"], "istioHub", problems),
            ImageBundles = [.. Items(root["imageBundles"]).Select(item => ExistingFile(item, "imageBundles", folder, problems)).OfType<string>()],
            Images = images.Count == 0 ? defaults.Images : defaults.Images.Concat(images).GroupBy(pair => pair.Key).ToDictionary(pair => pair.Key, pair => pair.Last().Value),
        };
    }

    private static Dictionary<string, IReadOnlyList<string>> Mirrors(YamlNode? node, List<string> problems)
    {
        Dictionary<string, IReadOnlyList<string>> mirrors = new(StringComparer.Ordinal);
        foreach (var field in (node as YamlMapping)?.Fields ?? [])
        {
            var endpoints = Items(field.Value).Select(item => Text(item, $"mirrors.{field.Key}", problems)).OfType<string>().ToList();
            foreach (var wrong in endpoints.Where(endpoint => !IsHttp(endpoint)))
            {
                problems.Add($"{field.Value.Position}: mirrors.{field.Key}: '{wrong}' must be an address such as 'https://mirror.example'.");
            }

            mirrors[field.Key] = endpoints;
        }

        return mirrors;
    }

    private static bool IsHttp(string text) => Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https";

    private static Dictionary<string, string> TextMap(YamlNode? node, string path, List<string> problems) =>
        ((node as YamlMapping)?.Fields ?? [])
            .Select(field => (field.Key, Value: Text(field.Value, $"{path}.{field.Key}", problems)))
            .Where(pair => pair.Value is not null)
            .ToDictionary(pair => pair.Key, pair => pair.Value!, StringComparer.Ordinal);

    private static ImmutableArray<YamlNode> Items(YamlNode? node) => node switch
    {
        YamlSequence list => list.Items,
        null => [],
        _ => [node],
    };

    private static string? Text(YamlNode? node, string path, List<string> problems)
    {
        switch (node)
        {
            case null:
                return null;
            case YamlScalar { Text.Length: > 0 } scalar:
                return scalar.Text;
            default:
                problems.Add($"{node.Position}: {path} must be a text.");
                return null;
        }
    }

    private static string? ExistingFile(YamlNode? node, string path, string folder, List<string> problems)
    {
        if (Text(node, path, problems) is not { } text)
        {
            return null;
        }

        var full = Path.GetFullPath(text, folder);
        if (!File.Exists(full))
        {
            problems.Add($"{node!.Position}: {path}: file '{full}' does not exist.");
        }

        return full;
    }
}
