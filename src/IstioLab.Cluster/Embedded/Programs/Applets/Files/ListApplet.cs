using System.Globalization;
using IstioLab.Cluster.Embedded.Runtime.Files;

namespace IstioLab.Cluster.Embedded.Programs.Applets.Files;

/// <summary><c>ls [-1alAdRh] [path…]</c>.</summary>
internal sealed class ListApplet(ProgramContext context, AppletOptions options)
{
    private bool _any;

    /// <summary>Runs it.</summary>
    public static ValueTask<int> RunAsync(ProgramContext context, CancellationToken cancellationToken)
    {
        var list = new ListApplet(context, AppletOptions.Parse(context, "1alAdRhtrSFinCp"));
        return new(list.Run());
    }

    private int Run()
    {
        var status = 0;
        var operands = options.Operands.Count == 0 ? ["."] : options.Operands;
        var folders = new List<string>();
        var files = new List<(string Name, FileNode Node)>();
        foreach (var operand in operands)
        {
            var node = context.Files.Find(context.PathOf(operand), followLast: !options.Has('l'));
            if (node is null)
            {
                context.Err.WriteLine($"ls: {operand}: No such file or directory");
                status = 1;
            }
            else if (node is FolderNode && !options.Has('d'))
            {
                folders.Add(operand);
            }
            else
            {
                files.Add((operand, node));
            }
        }
        Print(files);
        foreach (var folder in folders)
            PrintFolder(folder, operands.Count > 1 || options.Has('R'));
        return status;
    }

    private void PrintFolder(string name, bool titled)
    {
        var path = context.PathOf(name);
        if (context.Files.Find(path) is not FolderNode folder)
            return;
        if (titled)
            context.Out.WriteLine($"{(_any ? "\n" : "")}{name}:");
        _any = true;
        var entries = new List<(string Name, FileNode Node)>();
        if (options.Has('a'))
        {
            entries.Add((".", folder));
            entries.Add(("..", context.Files.Find(FilePath.Parent(path)) ?? folder));
        }
        entries.AddRange(folder.Children.Where(entry => !entry.Key.StartsWith('.') || options.Has('a') || options.Has('A')).Select(entry => (entry.Key, entry.Value)));
        if (options.Has('l'))
            context.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"total {entries.Sum(entry => (entry.Node.Size + 1023) / 1024)}"));
        Print(entries);
        if (!options.Has('R'))
            return;
        foreach (var (child, node) in folder.Children)
        {
            if (node is FolderNode)
                PrintFolder(name.TrimEnd('/') + "/" + child, titled: true);
        }
    }

    private void Print(List<(string Name, FileNode Node)> entries)
    {
        if (entries.Count == 0)
            return;
        _any = true;
        if (options.Has('t'))
            entries.Sort((x, y) => y.Node.ModifiedAt.CompareTo(x.Node.ModifiedAt));
        if (options.Has('S'))
            entries.Sort((x, y) => y.Node.Size.CompareTo(x.Node.Size));
        if (options.Has('r'))
            entries.Reverse();
        if (options.Has('l'))
        {
            foreach (var (name, node) in entries)
                context.Out.WriteLine(Long(name, node));
        }
        else if (context.Terminal is not null && ReferenceEquals(context.Output, context.Terminal.Output) && !options.Has('1'))
        {
            PrintColumns([.. entries.Select(Marked)], context.Terminal.Size.Columns);
        }
        else
        {
            foreach (var entry in entries)
                context.Out.WriteLine(Marked(entry));
        }
    }

    private void PrintColumns(List<string> names, int width)
    {
        var column = names.Max(name => name.Length) + 2;
        var perLine = Math.Max(1, width / column);
        var lines = (names.Count + perLine - 1) / perLine;
        for (var line = 0; line < lines; line++)
        {
            var cells = Enumerable.Range(0, perLine).Select(i => line + (i * lines)).Where(i => i < names.Count).Select(i => names[i].PadRight(column));
            context.Out.WriteLine(string.Concat(cells).TrimEnd());
        }
    }

    private string Marked((string Name, FileNode Node) entry) => options.Has('F') || options.Has('p')
        ? entry.Name + (entry.Node is FolderNode ? "/" : options.Has('F') && entry.Node is ProgramFile ? "*" : "")
        : entry.Name;

    private string Long(string name, FileNode node)
    {
        var links = node is FolderNode ? 2 : 1;
        var size = options.Has('h') && node.Size >= 1024 ? string.Create(CultureInfo.InvariantCulture, $"{node.Size / 1024.0:0.0}K") : node.Size.ToString(CultureInfo.InvariantCulture);
        var modified = node.ModifiedAt.UtcDateTime;
        var recent = context.Time.GetUtcNow() - node.ModifiedAt < TimeSpan.FromDays(180);
        var date = modified.ToString(recent ? "MMM dd HH:mm" : "MMM dd  yyyy", CultureInfo.InvariantCulture);
        date = date[4] == '0' ? date[..4] + " " + date[5..] : date;
        var target = node is LinkNode link ? " -> " + link.Target : "";
        return string.Create(CultureInfo.InvariantCulture, $"{node.TypeLetter}{Permissions(node.Mode)} {links,4} root     root     {size,9} {date} {Marked((name, node))}{target}");
    }

    /// <summary>Permission bits as letters.</summary>
    public static string Permissions(int mode) =>
        string.Concat(Enumerable.Range(0, 9).Select(i => (mode & (1 << (8 - i))) != 0 ? "rwxrwxrwx"[i] : '-'));
}
