using System.IO.Enumeration;

namespace IstioLab.Cluster.Embedded.Runtime;

/// <summary>Which images can be started, by pattern. An image is never pulled: a program of this process stands in for it.</summary>
internal sealed class ImageCatalogue
{
    private readonly List<(string Pattern, ContainerImage Image)> _entries = [];

    /// <summary>The patterns, in the order in which they are tried.</summary>
    public IEnumerable<string> Patterns => _entries.Select(entry => entry.Pattern);

    /// <summary>Adds an image.</summary>
    /// <param name="pattern">
    /// Compared with the whole name, <c>docker.io/library/busybox:1.36.1</c>; <c>*</c> stands for any characters, '/' too. Without
    /// a tag any tag will do.
    /// </param>
    /// <param name="image">What to run.</param>
    public void Add(string pattern, ContainerImage image) =>
        _entries.Add((pattern.LastIndexOf(':') > pattern.LastIndexOf('/') ? pattern : pattern + ":*", image));

    /// <summary>The image of a reference as a pod has it; <see langword="null"/> when there is none.</summary>
    public ContainerImage? Find(string reference)
    {
        var name = Normalize(reference);
        foreach (var (pattern, image) in _entries)
        {
            if (FileSystemName.MatchesSimpleExpression(pattern, name, ignoreCase: false))
                return image;
        }
        return null;
    }

    /// <summary>The whole name of an image: registry, repository and tag.</summary>
    internal static string Normalize(string reference)
    {
        var name = reference;
        var digest = name.IndexOf('@', StringComparison.Ordinal);
        if (digest >= 0)
            name = name[..digest];
        if (name.LastIndexOf(':') <= name.LastIndexOf('/'))
            name += ":latest";
        var slash = name.IndexOf('/', StringComparison.Ordinal);
        if (slash < 0)
            return "docker.io/library/" + name;
        var first = name.AsSpan(0, slash);
        return first.ContainsAny('.', ':') || first is "localhost" ? name : "docker.io/" + name;
    }
}
