using System.Globalization;

namespace IstioLab.Cluster.Embedded.Programs.Applets.Text;

/// <summary><c>sort</c>, <c>uniq</c>, <c>cut</c>, <c>tr</c> and <c>rev</c>.</summary>
internal static class SortApplets
{
    /// <summary><c>sort [-rnufb] [-t separator] [-k field] [-o file] [file…]</c>.</summary>
    public static async ValueTask<int> SortAsync(ProgramContext context, CancellationToken cancellationToken)
    {
        var options = AppletOptions.Parse(context, "rnufbghsVMct:k:o:");
        var status = 0;
        var lines = new List<string>();
        await foreach (var line in AppletInput.LinesAsync(context, options.Operands, code => status = code, cancellationToken))
            lines.Add(line);
        var comparer = new LineComparer(options);
        var sorted = lines.Order(comparer).ToList();
        if (options.Has('u'))
            sorted = [.. sorted.Where((line, i) => i == 0 || comparer.CompareKeys(sorted[i - 1], line) != 0)];
        if (options.Value('o') is { } file)
        {
            await using var output = context.Files.OpenWrite(context.PathOf(file), append: false);
            await output.WriteAsync(System.Text.Encoding.UTF8.GetBytes(string.Concat(sorted.Select(line => line + "\n"))), cancellationToken);
            return status;
        }
        foreach (var line in sorted)
        {
            context.Out.WriteLine(line);
            await context.Out.FlushIfLargeAsync(cancellationToken);
        }
        return status;
    }

    /// <summary><c>uniq [-cdui] [input]</c>.</summary>
    public static async ValueTask<int> UniqAsync(ProgramContext context, CancellationToken cancellationToken)
    {
        var options = AppletOptions.Parse(context, "cduif:s:w:");
        var status = 0;
        string? current = null;
        var count = 0;
        var comparison = options.Has('i') ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal;
        await foreach (var line in AppletInput.LinesAsync(context, options.Operands, code => status = code, cancellationToken))
        {
            if (current is not null && string.Equals(current, line, comparison))
            {
                count++;
                continue;
            }
            Print();
            (current, count) = (line, 1);
            await context.Out.FlushIfLargeAsync(cancellationToken);
        }
        Print();
        return status;

        void Print()
        {
            if (current is null || (options.Has('d') && count == 1) || (options.Has('u') && count > 1))
                return;
            context.Out.WriteLine(options.Has('c') ? string.Create(CultureInfo.InvariantCulture, $"{count,7} {current}") : current);
        }
    }

    /// <summary><c>cut -f list [-d delimiter] [-s]</c> and <c>cut -c list</c>.</summary>
    public static async ValueTask<int> CutAsync(ProgramContext context, CancellationToken cancellationToken)
    {
        var options = AppletOptions.Parse(context, "f:c:b:d:sn");
        var list = options.Value('f') ?? options.Value('c') ?? options.Value('b')
            ?? throw new AppletException("expected a list of bytes, characters, or fields");
        var ranges = list.Split(',').Select(Range).ToList();
        var delimiter = options.Value('d') is [var first, ..] ? first : '\t';
        var status = 0;
        await foreach (var line in AppletInput.LinesAsync(context, options.Operands, code => status = code, cancellationToken))
        {
            if (options.Has('f') && !line.Contains(delimiter, StringComparison.Ordinal))
            {
                if (!options.Has('s'))
                    context.Out.WriteLine(line);
            }
            else if (options.Has('f'))
            {
                context.Out.WriteLine(string.Join(delimiter, line.Split(delimiter).Where((_, i) => ranges.Exists(range => range.Contains(i + 1)))));
            }
            else
            {
                context.Out.WriteLine(string.Concat(line.Where((_, i) => ranges.Exists(range => range.Contains(i + 1)))));
            }
            await context.Out.FlushIfLargeAsync(cancellationToken);
        }
        return status;
    }

    /// <summary><c>rev [file…]</c>.</summary>
    public static async ValueTask<int> RevAsync(ProgramContext context, CancellationToken cancellationToken)
    {
        var status = 0;
        await foreach (var line in AppletInput.LinesAsync(context, AppletOptions.Parse(context, "").Operands, code => status = code, cancellationToken))
            context.Out.WriteLine(string.Concat(line.Reverse()));
        return status;
    }

    private static FieldRange Range(string text)
    {
        var dash = text.IndexOf('-', StringComparison.Ordinal);
        if (dash < 0)
            return new FieldRange(Number(text), Number(text));
        return new FieldRange(dash == 0 ? 1 : Number(text[..dash]), dash == text.Length - 1 ? int.MaxValue : Number(text[(dash + 1)..]));
    }

    private static int Number(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0
            ? number
            : throw new AppletException($"invalid number '{text}'");

    private readonly record struct FieldRange(int First, int Last)
    {
        public bool Contains(int index) => index >= First && index <= Last;
    }
}
