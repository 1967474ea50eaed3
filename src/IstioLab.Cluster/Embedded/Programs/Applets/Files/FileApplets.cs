using System.Globalization;
using IstioLab.Cluster.Embedded.Runtime.Files;

namespace IstioLab.Cluster.Embedded.Programs.Applets.Files;

/// <summary>Programs that make, move and remove files.</summary>
internal static class FileApplets
{
    /// <summary><c>mkdir [-p] folder…</c>.</summary>
    public static ValueTask<int> MkdirAsync(ProgramContext context, CancellationToken cancellationToken)
    {
        var options = AppletOptions.Parse(context, "pm:v");
        return EachAsync(context, options.Operands, name => context.Files.MakeFolder(context.PathOf(name), options.Has('p')), "can't create directory '{0}': {1}");
    }

    /// <summary><c>rmdir folder…</c>.</summary>
    public static ValueTask<int> RmdirAsync(ProgramContext context, CancellationToken cancellationToken) =>
        EachAsync(
            context,
            AppletOptions.Parse(context, "p").Operands,
            name =>
            {
                if (context.Files.Find(context.PathOf(name)) is not FolderNode folder)
                    throw new FileException(context.Files.Find(context.PathOf(name)) is null ? FileError.NotFound : FileError.NotAFolder);
                if (!folder.Children.IsEmpty)
                    throw new FileException(FileError.NotEmpty);
                context.Files.Remove(context.PathOf(name));
            },
            "'{0}': {1}");

    /// <summary><c>rm [-rf] path…</c>.</summary>
    public static ValueTask<int> RmAsync(ProgramContext context, CancellationToken cancellationToken)
    {
        var options = AppletOptions.Parse(context, "rRfiv");
        if (options.Operands.Count == 0 && options.Has('f'))
            return new(0);
        return EachAsync(context, options.Operands, name => Remove(context, options, name), "can't remove '{0}': {1}");
    }

    /// <summary><c>touch file…</c>.</summary>
    public static ValueTask<int> TouchAsync(ProgramContext context, CancellationToken cancellationToken)
    {
        var options = AppletOptions.Parse(context, "cd:t:ma");
        return EachAsync(
            context,
            options.Operands,
            name =>
            {
                var path = context.PathOf(name);
                if (context.Files.Find(path) is { } existing and not RegularFile)
                    existing.ModifiedAt = context.Time.GetUtcNow();
                else if (!options.Has('c') || context.Files.Find(path) is not null)
                    context.Files.MakeFile(path).ModifiedAt = context.Time.GetUtcNow();
            },
            "{0}: {1}");
    }

    /// <summary><c>cp [-r] source… target</c>.</summary>
    public static ValueTask<int> CpAsync(ProgramContext context, CancellationToken cancellationToken)
    {
        var options = AppletOptions.Parse(context, "rRafpvdL");
        var recursive = options.Has('r') || options.Has('R') || options.Has('a');
        return TransferAsync(context, options.Operands, (source, target) =>
        {
            var node = context.Files.Find(source) ?? throw new FileException(FileError.NotFound);
            if (node is FolderNode && !recursive)
                throw new AppletException($"omitting directory '{FilePath.Name(source)}'");
            Copy(context, node, target);
        });
    }

    /// <summary><c>mv source… target</c>.</summary>
    public static ValueTask<int> MvAsync(ProgramContext context, CancellationToken cancellationToken) =>
        TransferAsync(context, AppletOptions.Parse(context, "fnvi").Operands, (source, target) =>
        {
            var node = context.Files.Find(source, followLast: false) ?? throw new FileException(FileError.NotFound);
            if (target == source || target.StartsWith(source + "/", StringComparison.Ordinal))
                throw new AppletException($"can't rename '{source}': Invalid argument");
            context.Files.Put(target, node.IsShared ? node.Copy() : node);
            context.Files.Remove(source);
        });

    /// <summary><c>ln -s target link</c>.</summary>
    public static ValueTask<int> LnAsync(ProgramContext context, CancellationToken cancellationToken)
    {
        var options = AppletOptions.Parse(context, "sfn");
        if (options.Operands.Count != 2)
            throw new AppletException("usage: ln [-sf] TARGET LINK");
        var path = context.PathOf(options.Operands[1]);
        if (context.Files.Find(path) is FolderNode)
            path = FilePath.Combine(path, FilePath.Name(options.Operands[0]));
        if (!options.Has('f') && context.Files.Find(path, followLast: false) is not null)
            throw new AppletException($"{options.Operands[1]}: File exists");
        var node = options.Has('s')
            ? new LinkNode(options.Operands[0], context.Time.GetUtcNow())
            : context.Files.Find(context.PathOf(options.Operands[0])) ?? throw new AppletException($"{options.Operands[0]}: No such file or directory");
        context.Files.Put(path, node);
        return new(0);
    }

    /// <summary><c>chmod mode path…</c>.</summary>
    public static ValueTask<int> ChmodAsync(ProgramContext context, CancellationToken cancellationToken)
    {
        List<string> operands = [.. context.Arguments.Skip(1).SkipWhile(word => word is "-R" or "-v" or "-f")];
        if (operands.Count < 2)
            throw new AppletException("usage: chmod [-R] MODE[,MODE]... FILE...");
        return EachAsync(
            context,
            [.. operands.Skip(1)],
            name =>
            {
                var path = context.PathOf(name);
                var node = context.Files.Find(path) ?? throw new FileException(FileError.NotFound);
                if (node.IsShared)
                    context.Files.Put(path, node = node.Copy());
                node.Mode = FileMode.Apply(node.Mode, operands[0]);
            },
            "{0}: {1}");
    }

    /// <summary><c>readlink [-f] path</c> and <c>realpath path</c>.</summary>
    public static ValueTask<int> ReadlinkAsync(ProgramContext context, CancellationToken cancellationToken)
    {
        var options = AppletOptions.Parse(context, "fnv");
        var path = context.PathOf(options.Operands.FirstOrDefault() ?? throw new AppletException("usage: readlink [-f] FILE"));
        if (context.Files.Find(path, followLast: false) is LinkNode link)
            context.Out.WriteLine(options.Has('f') || context.Name == "realpath" ? FilePath.Combine(FilePath.Parent(path), link.Target) : link.Target);
        else if (options.Has('f') || context.Name == "realpath")
            context.Out.WriteLine(path);
        else
            return new(1);
        return new(0);
    }

    /// <summary><c>mktemp [-d]</c>.</summary>
    public static ValueTask<int> MktempAsync(ProgramContext context, CancellationToken cancellationToken)
    {
        var options = AppletOptions.Parse(context, "dp:qt");
        const string Letters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";
        var suffix = string.Concat(Enumerable.Range(0, 6).Select(_ => Letters[context.Host.Random.Next(Letters.Length)]));
        var path = FilePath.Combine(options.Value('p') ?? "/tmp", "tmp." + suffix);
        if (options.Has('d'))
            context.Files.MakeFolder(path, parents: false);
        else
            context.Files.MakeFile(path);
        context.Out.WriteLine(path);
        return new(0);
    }

    private static void Remove(ProgramContext context, AppletOptions options, string name)
    {
        var path = context.PathOf(name);
        var node = context.Files.Find(path, followLast: false);
        if (node is null && options.Has('f'))
            return;
        if (node is FolderNode && !options.Has('r') && !options.Has('R'))
            throw new FileException(FileError.IsAFolder);
        context.Files.Remove(path);
    }

    private static void Copy(ProgramContext context, FileNode node, string target)
    {
        switch (node)
        {
            case FolderNode folder:
                context.Files.MakeFolder(target, parents: true);
                foreach (var (name, child) in folder.Children)
                    Copy(context, child, FilePath.Combine(target, name));
                break;
            case RegularFile file:
                var copy = context.Files.MakeFile(target);
                copy.Replace(file.Content, context.Time.GetUtcNow());
                copy.Mode = file.Mode;
                break;
            default:
                context.Files.Put(target, node.Copy());
                break;
        }
    }

    private static ValueTask<int> TransferAsync(ProgramContext context, List<string> operands, Action<string, string> transfer)
    {
        if (operands.Count < 2)
            throw new AppletException($"usage: {context.Name} SOURCE... DEST");
        var target = context.PathOf(operands[^1]);
        var intoFolder = context.Files.Find(target) is FolderNode;
        if (operands.Count > 2 && !intoFolder)
            throw new AppletException($"target '{operands[^1]}' is not a directory");
        return EachAsync(
            context,
            operands[..^1],
            name => transfer(context.PathOf(name), intoFolder ? FilePath.Combine(target, FilePath.Name(context.PathOf(name))) : target),
            context.Name == "mv" ? "can't rename '{0}': {1}" : "can't stat '{0}': {1}");
    }

    private static ValueTask<int> EachAsync(ProgramContext context, List<string> names, Action<string> action, string format)
    {
        if (names.Count == 0)
            throw new AppletException("missing operand");
        var status = 0;
        foreach (var name in names)
        {
            try
            {
                action(name);
            }
            catch (FileException problem)
            {
                context.Err.WriteLine($"{context.Name}: {string.Format(CultureInfo.InvariantCulture, format, name, problem.Message)}");
                status = 1;
            }
        }
        return new(status);
    }
}
