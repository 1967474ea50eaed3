using IstioLab.Cluster.Embedded.Runtime.Files;

namespace IstioLab.Cluster.Embedded.Programs.Shell.Execution;

/// <summary>Finds the paths that a pattern names.</summary>
internal sealed class PathGlobber(ContainerFiles files, string workingDirectory)
{
    private const int MaximumMatches = 10_000;

    /// <summary>Matching paths in order; empty when there are none.</summary>
    public IReadOnlyList<string> Find(string pattern)
    {
        var found = new List<string>();
        var absolute = pattern.StartsWith('/');
        var names = pattern.Split('/', StringSplitOptions.RemoveEmptyEntries);
        if (names.Length > 0)
            Descend(absolute ? "/" : workingDirectory, absolute ? "/" : "", names, 0, found);
        return found;
    }

    private void Descend(string folder, string prefix, string[] names, int index, List<string> found)
    {
        if (!PatternMatcher.IsPattern(names[index]))
        {
            var name = PatternMatcher.Unescape(names[index]);
            Take(FilePath.Combine(folder, name), prefix + name, names, index, found);
            return;
        }
        if (files.Find(folder) is not FolderNode node)
            return;
        foreach (var name in node.Children.Keys)
        {
            if (found.Count >= MaximumMatches)
                return;
            if (name.StartsWith('.') && !names[index].StartsWith('.'))
                continue;
            if (PatternMatcher.IsMatch(names[index], name))
                Take(FilePath.Combine(folder, name), prefix + name, names, index, found);
        }
    }

    private void Take(string path, string shown, string[] names, int index, List<string> found)
    {
        if (index < names.Length - 1)
            Descend(path, shown + "/", names, index + 1, found);
        else if (files.Find(path, followLast: false) is not null)
            found.Add(shown);
    }
}
