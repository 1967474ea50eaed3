using System.Buffers;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;

namespace IstioLab.Cluster.Embedded.Runtime.Logs;

/// <summary>
/// The log of one container: whole lines with their times. Bounded: the oldest lines go when <see cref="MaximumBytes"/> is reached.
/// </summary>
internal sealed class ContainerLog(TimeProvider time)
{
    /// <summary>Bytes that are kept; a line longer than <see cref="MaximumLineBytes"/> is cut into several.</summary>
    public const int MaximumBytes = 512 * 1024;

    /// <summary>Length at which a line without an end is stored as it is, as container runtimes do.</summary>
    public const int MaximumLineBytes = 16 * 1024;

    private readonly Lock _gate = new();
    private readonly Queue<LogLine> _lines = new();
    private readonly ArrayBufferWriter<byte>?[] _partial = new ArrayBufferWriter<byte>?[2];
    private readonly DateTimeOffset[] _partialSince = new DateTimeOffset[2];
    private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long _next;
    private int _bytes;
    private bool _completed;

    /// <summary>Number of lines written so far, including those that were dropped.</summary>
    public long Count => Interlocked.Read(ref _next);

    /// <summary>Adds a line of text; for logs that are not a program's output.</summary>
    public void WriteLine(string line, LogStream stream = LogStream.Stdout) => Write(stream, Encoding.UTF8.GetBytes(line + "\n"));

    /// <summary>Adds output. A line appears when its end is written, or when the log is completed.</summary>
    public void Write(LogStream stream, ReadOnlySpan<byte> bytes)
    {
        if (bytes.IsEmpty)
            return;
        var added = false;
        lock (_gate)
        {
            if (_completed)
                return;
            while (!bytes.IsEmpty)
            {
                var end = bytes.IndexOf((byte)'\n');
                var part = end < 0 ? bytes : bytes[..(end + 1)];
                part = part[..Math.Min(part.Length, MaximumLineBytes)];
                bytes = bytes[part.Length..];
                added |= Append(stream, part, part[^1] == '\n');
            }
        }
        if (added)
            Signal();
    }

    /// <summary>Ends the log: an unfinished line appears, and whoever follows gets the end.</summary>
    public void Complete()
    {
        lock (_gate)
        {
            if (_completed)
                return;
            _completed = true;
            for (var i = 0; i < _partial.Length; i++)
            {
                if (_partial[i] is { WrittenCount: > 0 } rest)
                    Store((LogStream)i, _partialSince[i], rest.WrittenSpan.ToArray());
                _partial[i] = null;
            }
        }
        Signal();
    }

    /// <summary>Reads the log, one chunk per line.</summary>
    public async IAsyncEnumerable<ReadOnlyMemory<byte>> ReadAsync(LogQuery query, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var remaining = query.LimitBytes ?? long.MaxValue;
        var next = 0L;
        var first = true;
        while (true)
        {
            var (lines, changed, completed) = Take(next, first ? query.TailLines : null, query);
            first = false;
            foreach (var line in lines)
            {
                var chunk = Format(line, query.Timestamps);
                if (chunk.Length >= remaining)
                {
                    yield return chunk[..(int)remaining];
                    yield break;
                }
                remaining -= chunk.Length;
                yield return chunk;
            }
            next = Math.Max(next, lines.Next);
            if (!query.Follow || completed)
                yield break;
            await changed.WaitAsync(cancellationToken);
        }
    }

    private (LineBatch Lines, Task Changed, bool Completed) Take(long from, int? tail, LogQuery query)
    {
        lock (_gate)
        {
            var selected = new LineBatch { Next = _next };
            foreach (var line in _lines)
            {
                if (line.Number >= from && (query.Since is not { } since || line.Time >= since) && (query.Stream is not { } s || s == line.Stream))
                    selected.Add(line);
            }
            if (tail is { } count && selected.Count > count)
                selected.RemoveRange(0, selected.Count - Math.Max(0, count));
            return (selected, _changed.Task, _completed);
        }
    }

    private bool Append(LogStream stream, ReadOnlySpan<byte> part, bool ended)
    {
        ref var buffer = ref _partial[(int)stream];
        if (buffer is not { WrittenCount: > 0 })
        {
            _partialSince[(int)stream] = time.GetUtcNow();
            if (ended)
            {
                Store(stream, _partialSince[(int)stream], part.ToArray());
                return true;
            }
        }
        buffer ??= new ArrayBufferWriter<byte>(256);
        buffer.Write(part);
        if (!ended && buffer.WrittenCount < MaximumLineBytes)
            return false;
        Store(stream, _partialSince[(int)stream], buffer.WrittenSpan.ToArray());
        buffer.ResetWrittenCount();
        return true;
    }

    private void Store(LogStream stream, DateTimeOffset since, byte[] text)
    {
        _lines.Enqueue(new LogLine(_next++, since, stream, text));
        _bytes += text.Length;
        while (_bytes > MaximumBytes && _lines.Count > 1)
            _bytes -= _lines.Dequeue().Text.Length;
    }

    private void Signal()
    {
        var next = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Interlocked.Exchange(ref _changed, next).TrySetResult();
    }

    private static ReadOnlyMemory<byte> Format(LogLine line, bool timestamps)
    {
        if (!timestamps)
            return line.Text;
        var ticks = line.Time.UtcTicks % TimeSpan.TicksPerSecond;
        var stamp = string.Create(CultureInfo.InvariantCulture, $"{line.Time.UtcDateTime:yyyy-MM-ddTHH:mm:ss}.{ticks:0000000}00Z ");
        var prefix = Encoding.ASCII.GetBytes(stamp);
        var chunk = new byte[prefix.Length + line.Text.Length];
        prefix.CopyTo(chunk, 0);
        line.Text.CopyTo(chunk.AsMemory(prefix.Length));
        return chunk;
    }

    private sealed class LineBatch : List<LogLine>
    {
        public long Next { get; init; }
    }
}
