using System.Buffers;
using System.IO.Pipelines;
using System.Text;
using IstioLab.Cluster.Embedded.Runtime.Files;

namespace IstioLab.Cluster.Embedded.Programs.Applets;

/// <summary>Input of filters: the files that are named, or standard input.</summary>
internal static class AppletInput
{
    private const int MaximumLine = 4 * 1024 * 1024;

    /// <summary>Opens one operand; <c>-</c> is standard input. <see langword="null"/> after a message when it cannot be opened.</summary>
    public static Stream? Open(ProgramContext context, string operand, string verb = "can't open '{0}': {1}")
    {
        if (operand is "-" or "/dev/stdin")
            return context.Input;
        try
        {
            return context.Files.OpenRead(context.PathOf(operand));
        }
        catch (FileException problem)
        {
            context.Err.WriteLine($"{context.Name}: {string.Format(System.Globalization.CultureInfo.InvariantCulture, verb, operand, problem.Message)}");
            return null;
        }
    }

    /// <summary>Goes through the lines of a stream.</summary>
    public static async IAsyncEnumerable<string> LinesAsync(
        Stream stream, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var reader = PipeReader.Create(stream, new StreamPipeReaderOptions(leaveOpen: true));
        while (true)
        {
            var result = await reader.ReadAsync(cancellationToken);
            var buffer = result.Buffer;
            while (buffer.PositionOf((byte)'\n') is { } end)
            {
                yield return Decode(buffer.Slice(0, end));
                buffer = buffer.Slice(buffer.GetPosition(1, end));
            }
            if (result.IsCompleted || buffer.Length > MaximumLine)
            {
                if (!buffer.IsEmpty)
                    yield return Decode(buffer);
                buffer = buffer.Slice(buffer.End);
            }
            reader.AdvanceTo(buffer.Start, buffer.End);
            if (result.IsCompleted)
                break;
        }
        await reader.CompleteAsync();
    }

    /// <summary>Goes through the lines of all operands, standard input when there are none.</summary>
    /// <param name="context">The program.</param>
    /// <param name="operands">Names.</param>
    /// <param name="status">Called with 1 for what cannot be opened.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public static async IAsyncEnumerable<string> LinesAsync(
        ProgramContext context,
        IReadOnlyList<string> operands,
        Action<int> status,
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (var operand in operands.Count == 0 ? ["-"] : operands)
        {
            if (Open(context, operand, "{0}: {1}") is not { } stream)
            {
                status(1);
                continue;
            }
            await foreach (var line in LinesAsync(stream, cancellationToken))
                yield return line;
        }
    }

    /// <summary>Reads everything, up to the size of a file.</summary>
    public static async ValueTask<byte[]> AllAsync(Stream stream, CancellationToken cancellationToken)
    {
        var content = new MemoryStream();
        var buffer = new byte[8192];
        int read;
        while ((read = await stream.ReadAsync(buffer, cancellationToken)) > 0)
        {
            if (content.Length + read > RegularFile.MaximumBytes)
                throw new AppletException("input is too long");
            content.Write(buffer, 0, read);
        }
        return content.ToArray();
    }

    private static string Decode(ReadOnlySequence<byte> bytes) => Encoding.UTF8.GetString(bytes);
}
