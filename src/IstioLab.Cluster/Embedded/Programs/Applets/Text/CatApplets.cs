using System.Globalization;
using System.Text;

namespace IstioLab.Cluster.Embedded.Programs.Applets.Text;

/// <summary><c>cat</c>, <c>tac</c>, <c>tee</c>, <c>head</c> and <c>wc</c>.</summary>
internal static class CatApplets
{
    /// <summary><c>cat [-n] [file…]</c>.</summary>
    public static async ValueTask<int> CatAsync(ProgramContext context, CancellationToken cancellationToken)
    {
        var options = AppletOptions.Parse(context, "nbuevtA");
        var status = 0;
        var number = 0;
        foreach (var operand in options.Operands.Count == 0 ? ["-"] : options.Operands)
        {
            if (AppletInput.Open(context, operand) is not { } stream)
            {
                status = 1;
                continue;
            }
            if (options.Has('n') || options.Has('b'))
            {
                await foreach (var line in AppletInput.LinesAsync(stream, cancellationToken))
                {
                    context.Out.WriteLine(options.Has('b') && line.Length == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $"{++number,6}\t{line}"));
                    await context.Out.FlushIfLargeAsync(cancellationToken);
                }
                continue;
            }
            await CopyAsync(stream, context.Output, cancellationToken);
        }
        return status;
    }

    /// <summary><c>tac [file…]</c>.</summary>
    public static async ValueTask<int> TacAsync(ProgramContext context, CancellationToken cancellationToken)
    {
        var status = 0;
        var lines = new Stack<string>();
        await foreach (var line in AppletInput.LinesAsync(context, AppletOptions.Parse(context, "").Operands, code => status = code, cancellationToken))
            lines.Push(line);
        foreach (var line in lines)
            context.Out.WriteLine(line);
        return status;
    }

    /// <summary><c>tee [-a] file…</c>.</summary>
    public static async ValueTask<int> TeeAsync(ProgramContext context, CancellationToken cancellationToken)
    {
        var options = AppletOptions.Parse(context, "ai");
        List<Stream> outputs = [context.Output, .. options.Operands.Select(name => context.OpenWrite(name, options.Has('a')))];
        var buffer = new byte[8192];
        int count;
        while ((count = await context.Input.ReadAsync(buffer, cancellationToken)) > 0)
        {
            foreach (var output in outputs)
            {
                await output.WriteAsync(buffer.AsMemory(0, count), cancellationToken);
                await output.FlushAsync(cancellationToken);
            }
        }
        return 0;
    }

    /// <summary><c>head [-n count] [-c bytes] [file…]</c>.</summary>
    public static async ValueTask<int> HeadAsync(ProgramContext context, CancellationToken cancellationToken)
    {
        var options = AppletOptions.Parse(OldStyle.Expand(context), "n:c:qv");
        var status = 0;
        var count = options.Number('n') ?? 10;
        var several = options.Operands.Count > 1 && !options.Has('q');
        foreach (var operand in options.Operands.Count == 0 ? ["-"] : options.Operands)
        {
            if (AppletInput.Open(context, operand, "{0}: {1}") is not { } stream)
            {
                status = 1;
                continue;
            }
            if (several)
                context.Out.WriteLine($"{(operand == options.Operands[0] ? "" : "\n")}==> {operand} <==");
            if (options.Number('c') is { } bytes)
                await HeadBytesAsync(context, stream, bytes, cancellationToken);
            else if (count > 0)
                await HeadLinesAsync(context, stream, count, cancellationToken);
            else if (count < 0)
                await HeadAllButAsync(context, stream, -count, cancellationToken);
        }
        return status;
    }

    /// <summary><c>wc [-lwc] [file…]</c>.</summary>
    public static async ValueTask<int> WcAsync(ProgramContext context, CancellationToken cancellationToken)
    {
        var options = AppletOptions.Parse(context, "lwcm");
        var status = 0;
        var total = new long[3];
        foreach (var operand in options.Operands.Count == 0 ? ["-"] : options.Operands)
        {
            if (AppletInput.Open(context, operand, "{0}: {1}") is not { } stream)
            {
                status = 1;
                continue;
            }
            var counts = await CountAsync(stream, cancellationToken);
            for (var i = 0; i < 3; i++)
                total[i] += counts[i];
            context.Out.WriteLine(Counts(options, counts, options.Operands.Count == 0 ? null : operand));
        }
        if (options.Operands.Count > 1)
            context.Out.WriteLine(Counts(options, total, "total"));
        return status;
    }

    /// <summary>Copies a stream as it comes.</summary>
    public static async ValueTask CopyAsync(Stream input, Stream output, CancellationToken cancellationToken)
    {
        var buffer = new byte[8192];
        int count;
        while ((count = await input.ReadAsync(buffer, cancellationToken)) > 0)
        {
            await output.WriteAsync(buffer.AsMemory(0, count), cancellationToken);
            await output.FlushAsync(cancellationToken);
        }
    }

    private static async ValueTask HeadLinesAsync(ProgramContext context, Stream stream, long count, CancellationToken cancellationToken)
    {
        await foreach (var line in AppletInput.LinesAsync(stream, cancellationToken))
        {
            context.Out.WriteLine(line);
            if (--count == 0)
                break;
            await context.Out.FlushIfLargeAsync(cancellationToken);
        }
    }

    private static async ValueTask HeadAllButAsync(ProgramContext context, Stream stream, long last, CancellationToken cancellationToken)
    {
        var kept = new Queue<string>();
        await foreach (var line in AppletInput.LinesAsync(stream, cancellationToken))
        {
            kept.Enqueue(line);
            if (kept.Count > last)
                context.Out.WriteLine(kept.Dequeue());
        }
    }

    private static async ValueTask HeadBytesAsync(ProgramContext context, Stream stream, long count, CancellationToken cancellationToken)
    {
        var buffer = new byte[8192];
        while (count > 0)
        {
            var read = await stream.ReadAsync(buffer.AsMemory(0, (int)Math.Min(count, buffer.Length)), cancellationToken);
            if (read == 0)
                break;
            context.Out.Write(buffer.AsSpan(0, read));
            await context.Out.FlushIfLargeAsync(cancellationToken);
            count -= read;
        }
    }

    private static async ValueTask<long[]> CountAsync(Stream stream, CancellationToken cancellationToken)
    {
        var counts = new long[3];
        var inWord = false;
        var buffer = new byte[8192];
        int read;
        while ((read = await stream.ReadAsync(buffer, cancellationToken)) > 0)
        {
            counts[2] += read;
            foreach (var b in buffer.AsSpan(0, read))
            {
                if (b == '\n')
                    counts[0]++;
                var space = b is (byte)' ' or (byte)'\n' or (byte)'\t' or (byte)'\r' or (byte)'\v' or (byte)'\f';
                if (!space && !inWord)
                    counts[1]++;
                inWord = !space;
            }
        }
        return counts;
    }

    private static string Counts(AppletOptions options, long[] counts, string? name)
    {
        List<char> shown = [.. "lwc".Where(letter => options.Has(letter) || (letter == 'c' && options.Has('m')))];
        if (shown.Count == 0)
            shown = ['l', 'w', 'c'];
        var text = new StringBuilder();
        foreach (var letter in shown)
        {
            var value = counts["lwc".IndexOf(letter, StringComparison.Ordinal)].ToString(CultureInfo.InvariantCulture);
            text.Append(shown.Count == 1 ? value : (text.Length == 0 ? "" : " ") + value.PadLeft(9));
        }
        return text + (name is null ? "" : " " + name);
    }
}
