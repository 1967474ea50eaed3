using IstioLab.Cluster.Embedded.Runtime.Files;

namespace IstioLab.Cluster.Embedded.Programs.Applets.Text;

/// <summary><c>tail [-f] [-n count] [-c bytes] [file…]</c>. With <c>-f</c> it looks for more every second until it is killed.</summary>
internal static class TailApplet
{
    /// <summary>Runs it.</summary>
    public static async ValueTask<int> RunAsync(ProgramContext context, CancellationToken cancellationToken)
    {
        var options = AppletOptions.Parse(OldStyle.Expand(context), "fFn:c:qvs:");
        var status = 0;
        var followed = new List<(Stream Stream, string Name)>();
        var operands = options.Operands.Count == 0 ? ["-"] : options.Operands;
        foreach (var operand in operands)
        {
            if (AppletInput.Open(context, operand, "can't open '{0}': {1}") is not { } stream)
            {
                status = 1;
                continue;
            }
            if (operands.Count > 1 && !options.Has('q'))
                context.Out.WriteLine($"{(operand == operands[0] ? "" : "\n")}==> {operand} <==");
            var content = await AppletInput.AllAsync(stream, cancellationToken);
            context.Out.Write(Last(content, options).Span);
            followed.Add((stream, operand));
        }
        if (!options.Has('f') && !options.Has('F'))
            return status;
        if (followed.Count == 0)
            throw new AppletException("no files");
        await context.FlushAsync(cancellationToken);
        await FollowAsync(context, followed, cancellationToken);
        return status;
    }

    private static async Task FollowAsync(ProgramContext context, List<(Stream Stream, string Name)> followed, CancellationToken cancellationToken)
    {
        var buffer = new byte[4096];
        var last = followed[^1].Name;
        while (true)
        {
            foreach (var (stream, name) in followed)
            {
                // A terminal or a pipe has ended; only a file can grow again.
                if (stream is not FileReadStream)
                    continue;
                int count;
                while ((count = await stream.ReadAsync(buffer, cancellationToken)) > 0)
                {
                    if (followed.Count > 1 && name != last)
                        context.Out.WriteLine($"\n==> {name} <==");
                    last = name;
                    context.Out.Write(buffer.AsSpan(0, count));
                    await context.FlushAsync(cancellationToken);
                }
            }
            await Task.Delay(TimeSpan.FromSeconds(1), context.Time, cancellationToken);
        }
    }

    private static ReadOnlyMemory<byte> Last(byte[] content, AppletOptions options)
    {
        if (options.Value('c') is { } bytes)
            return Slice(content, bytes, content.Length - Math.Min(content.Length, Math.Abs(AppletOptions.ParseNumber(bytes))));
        var text = options.Value('n') ?? "10";
        var count = AppletOptions.ParseNumber(text.TrimStart('+', '-'));
        if (text.StartsWith('+'))
        {
            var from = 0;
            for (var skipped = 1; skipped < count && from < content.Length; skipped++)
            {
                var end = content.AsSpan(from).IndexOf((byte)'\n');
                from = end < 0 ? content.Length : from + end + 1;
            }
            return content.AsMemory(from);
        }
        var start = content.Length;
        if (start > 0 && content[^1] == '\n')
            start--;
        if (count == 0)
            return default;
        while (start > 0 && !(content[start - 1] == '\n' && --count == 0))
            start--;
        return content.AsMemory(start);
    }

    private static ReadOnlyMemory<byte> Slice(byte[] content, string option, long fromEnd) =>
        option.StartsWith('+') ? content.AsMemory((int)Math.Min(content.Length, Math.Max(0, AppletOptions.ParseNumber(option[1..]) - 1))) : content.AsMemory((int)fromEnd);
}
