using System.Formats.Tar;
using IstioLab.Cluster.Embedded.Runtime.Files;

namespace IstioLab.Cluster.Embedded.Programs.Applets.Files;

/// <summary><c>tar c|x|t [-f archive] [-C folder] [path…]</c>, uncompressed; <c>kubectl cp</c> runs it on either side of a pipe.</summary>
internal static class TarApplet
{
    /// <summary>Runs it.</summary>
    public static async ValueTask<int> RunAsync(ProgramContext context, CancellationToken cancellationToken)
    {
        var arguments = context.Arguments;
        var program = arguments.Count > 1 && arguments[1] is not ['-', ..] ? context.With([arguments[0], "-" + arguments[1], .. arguments.Skip(2)]) : context;
        var options = AppletOptions.Parse(program, "cxtvf:C:mpohkO");
        var folder = context.PathOf(options.Value('C') ?? ".");
        var archive = options.Value('f') ?? "-";
        if (options.Has('c'))
            return await CreateAsync(context, options, folder, archive, cancellationToken);
        if (!options.Has('x') && !options.Has('t'))
            throw new AppletException("usage: tar c|x|t [-v] [-f TARFILE] [-C DIR] [FILE]...");
        var input = AppletInput.Open(context, archive) ?? throw new AppletException("error exit delayed from previous errors");
        await using var reader = new TarReader(input, leaveOpen: true);
        try
        {
            while (await reader.GetNextEntryAsync(copyData: false, cancellationToken) is { } entry)
                await TakeAsync(context, options, folder, entry, cancellationToken);
            return 0;
        }
        catch (Exception problem) when (problem is FormatException or InvalidDataException or EndOfStreamException)
        {
            throw new AppletException("invalid tar magic");
        }
    }

    private static async ValueTask TakeAsync(
        ProgramContext context, AppletOptions options, string folder, TarEntry entry, CancellationToken cancellationToken)
    {
        if (options.Has('t') || options.Has('v'))
            context.Out.WriteLine(entry.Name);
        if (options.Has('t'))
            return;
        // Combine removes '..', so an entry cannot leave the folder.
        var path = FilePath.Combine("/", folder + FilePath.Combine("/", entry.Name));
        if (path == "/")
            return;
        if (entry.EntryType is TarEntryType.Directory)
        {
            context.Files.MakeFolder(path, parents: true);
            return;
        }
        context.Files.MakeFolder(FilePath.Parent(path), parents: true);
        if (entry.EntryType is TarEntryType.SymbolicLink)
        {
            context.Files.Put(path, new LinkNode(entry.LinkName, context.Time.GetUtcNow()));
            return;
        }
        var content = entry.DataStream is { } data ? await AppletInput.AllAsync(data, cancellationToken) : [];
        var file = context.Files.MakeFile(path);
        file.Replace(content, context.Time.GetUtcNow());
        file.Mode = (int)entry.Mode;
    }

    private static async ValueTask<int> CreateAsync(
        ProgramContext context, AppletOptions options, string folder, string archive, CancellationToken cancellationToken)
    {
        if (options.Operands.Count == 0)
            throw new AppletException("empty archive");
        var output = archive == "-" ? context.Output : context.OpenWrite(archive, append: false);
        var status = 0;
        await using (var writer = new TarWriter(output, TarEntryFormat.Ustar, leaveOpen: true))
        {
            foreach (var operand in options.Operands)
            {
                if (context.Files.Find(FilePath.Combine(folder, operand)) is { } node)
                {
                    await AddAsync(writer, operand.TrimStart('/'), node, cancellationToken);
                    continue;
                }
                context.Err.WriteLine($"tar: {operand}: No such file or directory");
                status = 1;
            }
        }
        await output.FlushAsync(cancellationToken);
        return status;
    }

    private static async ValueTask AddAsync(TarWriter writer, string name, FileNode node, CancellationToken cancellationToken)
    {
        TarEntry? entry = node switch
        {
            FolderNode => new UstarTarEntry(TarEntryType.Directory, name.TrimEnd('/') + "/"),
            RegularFile file => new UstarTarEntry(TarEntryType.RegularFile, name) { DataStream = new MemoryStream(file.Content.ToArray(), writable: false) },
            LinkNode link => new UstarTarEntry(TarEntryType.SymbolicLink, name) { LinkName = link.Target },
            _ => null,
        };
        if (entry is null)
            return;
        entry.Mode = (UnixFileMode)node.Mode;
        entry.ModificationTime = node.ModifiedAt;
        await writer.WriteEntryAsync(entry, cancellationToken);
        if (node is not FolderNode folder)
            return;
        foreach (var (child, childNode) in folder.Children)
            await AddAsync(writer, name.TrimEnd('/') + "/" + child, childNode, cancellationToken);
    }
}
