using System.Globalization;
using System.Text;
using IstioLab.Cluster.Embedded.Programs.Shell.Execution;

namespace IstioLab.Cluster.Embedded.Programs.Shell.Builtins;

/// <summary><c>read [-r] [-p prompt] [-t seconds] [-n count] [name…]</c>.</summary>
internal static class ReadBuiltin
{
    /// <summary>Runs it; the status is 1 at the end of the input.</summary>
    public static async ValueTask<int> RunAsync(ShellExecutor shell, IReadOnlyList<string> args, CancellationToken cancellationToken)
    {
        var raw = false;
        var limit = int.MaxValue;
        TimeSpan? timeout = null;
        var first = 1;
        for (; first < args.Count && args[first] is ['-', _, ..]; first++)
        {
            switch (args[first])
            {
                case "-r":
                    raw = true;
                    break;
                case "-s":
                    break;
                case "-p" when ++first < args.Count:
                    if (shell.Terminal is not null)
                        await shell.Streams.Error.WriteAsync(Encoding.UTF8.GetBytes(args[first]), cancellationToken);
                    break;
                case "-t" when ++first < args.Count && double.TryParse(args[first], NumberStyles.Float, CultureInfo.InvariantCulture, out var seconds):
                    timeout = TimeSpan.FromSeconds(Math.Clamp(seconds, 0, 1_000_000));
                    break;
                case "-n" when ++first < args.Count && int.TryParse(args[first], NumberStyles.None, CultureInfo.InvariantCulture, out limit):
                    break;
                default:
                    throw new ShellError($"read: bad option {args[first]}");
            }
        }
        var (line, ended) = await ReadLineAsync(shell, raw, limit, timeout, cancellationToken);
        Assign(shell.State, [.. args.Skip(first)], line);
        return ended ? 0 : 1;
    }

    private static async ValueTask<(string Line, bool Ended)> ReadLineAsync(
        ShellExecutor shell, bool raw, int limit, TimeSpan? timeout, CancellationToken cancellationToken)
    {
        using var deadline = timeout is { } time ? new CancellationTokenSource(time, shell.Host.Time) : new CancellationTokenSource();
        using var both = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellationToken);
        var bytes = new List<byte>();
        var one = new byte[1];
        var escaped = false;
        try
        {
            while (bytes.Count < limit && bytes.Count < ShellState.MaximumLength && await shell.Streams.Input.ReadAsync(one, both.Token) > 0)
            {
                if (!raw && !escaped && one[0] == '\\')
                {
                    escaped = true;
                    continue;
                }
                if (one[0] == '\n' && !escaped)
                    return (Encoding.UTF8.GetString([.. bytes]), true);
                if (one[0] != '\n')
                    bytes.Add(one[0]);
                escaped = false;
            }
        }
        catch (OperationCanceledException) when (deadline.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            return (Encoding.UTF8.GetString([.. bytes]), false);
        }
        return (Encoding.UTF8.GetString([.. bytes]), bytes.Count >= limit);
    }

    private static void Assign(ShellState state, IReadOnlyList<string> names, string line)
    {
        if (names.Count == 0)
            names = ["REPLY"];
        var separators = (state.Get("IFS") ?? " \t\n").ToCharArray();
        var blanks = separators.Where(char.IsWhiteSpace).ToArray();
        var rest = line.Trim(blanks.Length == 0 ? ['\0'] : blanks);
        for (var i = 0; i < names.Count; i++)
        {
            var end = i == names.Count - 1 ? -1 : rest.IndexOfAny(separators);
            state.Set(names[i], end < 0 ? rest : rest[..end]);
            rest = end < 0 ? "" : rest[(end + 1)..].TrimStart(blanks.Length == 0 ? ['\0'] : blanks);
        }
    }
}
