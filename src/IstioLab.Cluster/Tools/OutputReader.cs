using System.Text;
using CliWrap;

namespace IstioLab.Cluster.Tools;

/// <summary>Reads one stream of a process: keeps the end of it and hands out lines, both bounded.</summary>
internal sealed class OutputReader(int limit, Action<string> onLine)
{
    private const int LongestLine = 16 * 1024;

    private readonly StringBuilder _kept = new();
    private readonly StringBuilder _line = new();

    public bool Truncated { get; private set; }

    public string Text => _kept.ToString();

    public PipeTarget Target => PipeTarget.Create(ReadAsync);

    private async Task ReadAsync(Stream stream, CancellationToken cancellationToken)
    {
        using var reader = new StreamReader(stream, new UTF8Encoding(false));
        var buffer = new char[4096];
        int read;
        while ((read = await reader.ReadAsync(buffer, cancellationToken)) > 0)
        {
            Keep(buffer.AsSpan(0, read));
            foreach (var character in buffer.AsSpan(0, read))
            {
                Add(character);
            }
        }

        if (_line.Length > 0)
        {
            EndLine();
        }
    }

    private void Keep(ReadOnlySpan<char> text)
    {
        _kept.Append(text);
        if (_kept.Length > limit)
        {
            _kept.Remove(0, _kept.Length - limit);
            Truncated = true;
        }
    }

    private void Add(char character)
    {
        if (character == '\n')
        {
            EndLine();
            return;
        }

        _line.Append(character);
        if (_line.Length >= LongestLine)
        {
            EndLine();
        }
    }

    private void EndLine()
    {
        if (_line.Length > 0 && _line[^1] == '\r')
        {
            _line.Length--;
        }

        onLine(_line.ToString());
        _line.Clear();
    }
}
