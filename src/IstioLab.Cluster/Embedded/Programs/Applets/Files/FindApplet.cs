using System.Globalization;
using IstioLab.Cluster.Embedded.Programs.Shell.Execution;
using IstioLab.Cluster.Embedded.Runtime.Files;

namespace IstioLab.Cluster.Embedded.Programs.Applets.Files;

/// <summary><c>find [path…] [-name pattern] [-type f|d|l] [-maxdepth n]</c>.</summary>
internal static class FindApplet
{
    /// <summary>Runs it.</summary>
    public static ValueTask<int> RunAsync(ProgramContext context, CancellationToken cancellationToken)
    {
        List<string> paths = [.. context.Arguments.Skip(1).TakeWhile(word => !word.StartsWith('-'))];
        string? name = null;
        char? type = null;
        var depth = int.MaxValue;
        for (var i = 1 + paths.Count; i < context.Arguments.Count; i++)
        {
            var option = context.Arguments[i];
            if (option == "-print")
                continue;
            var value = context.Arguments.ElementAtOrDefault(++i) ?? throw new AppletException($"{option} requires an argument");
            switch (option)
            {
                case "-name":
                    name = value;
                    break;
                case "-type":
                    type = value[0];
                    break;
                case "-maxdepth" when int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out depth):
                    break;
                default:
                    throw new AppletException($"unrecognized: {option}");
            }
        }
        var status = 0;
        foreach (var path in paths.Count == 0 ? ["."] : paths)
        {
            if (context.Files.Find(context.PathOf(path), followLast: false) is { } node)
            {
                Visit(path, node, 0);
                continue;
            }
            context.Err.WriteLine($"find: {path}: No such file or directory");
            status = 1;
        }
        return new(status);

        void Visit(string path, FileNode node, int level)
        {
            var matches = (name is null || PatternMatcher.IsMatch(name, FilePath.Name(path) is { Length: > 0 } last ? last : path))
                && (type is null || type == (node.TypeLetter == '-' ? 'f' : node.TypeLetter));
            if (matches)
                context.Out.WriteLine(path);
            if (node is not FolderNode folder || level >= depth)
                return;
            foreach (var (child, childNode) in folder.Children)
                Visit(path.TrimEnd('/') + "/" + child, childNode, level + 1);
        }
    }
}
