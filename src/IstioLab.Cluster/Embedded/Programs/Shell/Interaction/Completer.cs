using IstioLab.Cluster.Embedded.Programs.Shell.Builtins;
using IstioLab.Cluster.Embedded.Programs.Shell.Execution;
using IstioLab.Cluster.Embedded.Runtime.Files;

namespace IstioLab.Cluster.Embedded.Programs.Shell.Interaction;

/// <summary>Completes names of commands and paths.</summary>
internal sealed class Completer(ShellExecutor shell)
{
    /// <summary>What can follow a line.</summary>
    public Completion Complete(string line)
    {
        var start = line.LastIndexOfAny([' ', ';', '|', '&', '>', '<', '(', '=']) + 1;
        var word = line[start..];
        var isCommand = line[..start].TrimEnd() is "" or [.., ';' or '|' or '&' or '('];
        var candidates = isCommand && !word.Contains('/', StringComparison.Ordinal) ? Commands(word) : Paths(word);
        if (candidates.Count == 0)
            return new Completion("", candidates);
        var name = FilePath.Name(word);
        var common = Common(candidates);
        var added = common.Length > name.Length ? common[name.Length..] : "";
        if (candidates.Count == 1 && !candidates[0].EndsWith('/'))
            added += " ";
        return new Completion(added, candidates);
    }

    private IReadOnlyList<string> Commands(string prefix)
    {
        var names = new SortedSet<string>(StringComparer.Ordinal);
        names.UnionWith(ShellBuiltins.Names);
        names.UnionWith(shell.State.Functions.Keys);
        foreach (var folder in (shell.State.Get("PATH") ?? "").Split(':'))
        {
            if (shell.Host.Files.Find(FilePath.Combine("/", folder)) is FolderNode node)
                names.UnionWith(node.Children.Keys);
        }
        return [.. names.Where(name => name.StartsWith(prefix, StringComparison.Ordinal))];
    }

    private IReadOnlyList<string> Paths(string word)
    {
        var slash = word.LastIndexOf('/');
        var folder = FilePath.Combine(shell.State.WorkingDirectory, slash < 0 ? "." : slash == 0 ? "/" : word[..slash]);
        var prefix = word[(slash + 1)..];
        return shell.Host.Files.Find(folder) is FolderNode node
            ? [.. node.Children
                .Where(entry => entry.Key.StartsWith(prefix, StringComparison.Ordinal) && (prefix.Length > 0 || !entry.Key.StartsWith('.')))
                .Select(entry => entry.Value is FolderNode ? entry.Key + "/" : entry.Key)]
            : [];
    }

    private static string Common(IReadOnlyList<string> names)
    {
        var common = names[0];
        foreach (var name in names)
            common = common[..common.AsSpan().CommonPrefixLength(name)];
        return common;
    }
}
