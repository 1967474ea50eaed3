using System.Text;
using IstioLab.Cluster.Embedded.Runtime.Terminals;

namespace IstioLab.Cluster.Embedded.Programs.Shell.Interaction;

/// <summary>Reads a line from a terminal with editing, history and completion.</summary>
internal sealed class LineEditor(Terminal terminal, Completer completer)
{
    private const int MaximumHistory = 500;

    private readonly List<string> _history = [];
    private readonly StringBuilder _line = new();
    private int _cursor;
    private int _historyIndex;
    private string _draft = "";

    /// <summary>Reads one line.</summary>
    /// <param name="prompt">Shown in front.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public async ValueTask<LineResult> ReadAsync(string prompt, CancellationToken cancellationToken)
    {
        _line.Clear();
        _cursor = 0;
        _historyIndex = _history.Count;
        _draft = "";
        await ShowAsync(prompt, cancellationToken);
        terminal.IsRaw = true;
        try
        {
            return await EditAsync(prompt, cancellationToken);
        }
        finally
        {
            terminal.IsRaw = false;
        }
    }

    private async ValueTask<LineResult> EditAsync(string prompt, CancellationToken cancellationToken)
    {
        while (true)
        {
            var key = await ReadKeyAsync(cancellationToken);
            switch (key)
            {
                case "":
                    return new LineResult(LineEnd.Closed, "");
                case "\r" or "\n":
                    await ShowAsync("\n", cancellationToken);
                    Remember();
                    return new LineResult(LineEnd.Entered, _line.ToString());
                case "\x03":
                    await ShowAsync("^C\n", cancellationToken);
                    return new LineResult(LineEnd.Interrupted, "");
                case "\x04" when _line.Length == 0:
                    return new LineResult(LineEnd.Closed, "");
                case "\t":
                    await CompleteAsync(prompt, cancellationToken);
                    break;
                case "\x0c":
                    await ShowAsync("\e[H\e[J" + prompt, cancellationToken);
                    await ShowAsync(_line + Back(_line.Length - _cursor), cancellationToken);
                    break;
                default:
                    await ShowAsync(Edit(key), cancellationToken);
                    break;
            }
        }
    }

    private string Edit(string key) => key switch
    {
        "\x7f" or "\b" => _cursor == 0 ? "" : Delete(_cursor - 1, _cursor),
        "\x04" or "\e[3~" => _cursor == _line.Length ? "" : Delete(_cursor, _cursor + 1),
        "\x15" => Delete(0, _cursor),
        "\x0b" => Delete(_cursor, _line.Length),
        "\x17" => Delete(WordStart(), _cursor),
        "\x01" or "\e[H" or "\e[1~" or "\eOH" => Move(0),
        "\x05" or "\e[F" or "\e[4~" or "\eOF" => Move(_line.Length),
        "\x02" or "\e[D" or "\eOD" => Move(Math.Max(0, _cursor - 1)),
        "\x06" or "\e[C" or "\eOC" => Move(Math.Min(_line.Length, _cursor + 1)),
        "\x10" or "\e[A" or "\eOA" => Recall(_historyIndex - 1),
        "\x0e" or "\e[B" or "\eOB" => Recall(_historyIndex + 1),
        [< ' ', ..] => "",
        _ => Insert(key),
    };

    private string Insert(string text)
    {
        if (_line.Length > 4096)
            return "\a";
        _line.Insert(_cursor, text);
        _cursor += text.Length;
        var tail = _line.ToString(_cursor, _line.Length - _cursor);
        return text + tail + Back(tail.Length);
    }

    private string Delete(int from, int to)
    {
        if (from == to)
            return "";
        _line.Remove(from, to - from);
        var back = Back(_cursor - from);
        _cursor = from;
        var tail = _line.ToString(_cursor, _line.Length - _cursor);
        return back + tail + "\e[J" + Back(tail.Length);
    }

    private string Move(int to)
    {
        var shown = to < _cursor ? Back(_cursor - to) : _line.ToString(_cursor, to - _cursor);
        _cursor = to;
        return shown;
    }

    private string Recall(int index)
    {
        if (index < 0 || index > _history.Count)
            return "";
        if (_historyIndex == _history.Count)
            _draft = _line.ToString();
        _historyIndex = index;
        var text = index == _history.Count ? _draft : _history[index];
        var shown = Back(_cursor) + text + "\e[J";
        _line.Clear().Append(text);
        _cursor = text.Length;
        return shown;
    }

    private int WordStart()
    {
        var at = _cursor;
        while (at > 0 && _line[at - 1] == ' ')
            at--;
        while (at > 0 && _line[at - 1] != ' ')
            at--;
        return at;
    }

    private void Remember()
    {
        var line = _line.ToString();
        if (line.Trim().Length == 0 || (_history.Count > 0 && _history[^1] == line))
            return;
        _history.Add(line);
        if (_history.Count > MaximumHistory)
            _history.RemoveAt(0);
    }

    private async ValueTask CompleteAsync(string prompt, CancellationToken cancellationToken)
    {
        var completion = completer.Complete(_line.ToString(0, _cursor));
        if (completion.Text.Length > 0)
            await ShowAsync(Insert(completion.Text), cancellationToken);
        else if (completion.Candidates.Count > 1)
            await ShowAsync($"\n{string.Join("  ", completion.Candidates)}\n{prompt}{_line}{Back(_line.Length - _cursor)}", cancellationToken);
    }

    /// <summary>One key: a character, a control character, or an escape sequence. Empty at the end of the input.</summary>
    private async ValueTask<string> ReadKeyAsync(CancellationToken cancellationToken)
    {
        var bytes = new byte[8];
        if (await terminal.Input.ReadAsync(bytes.AsMemory(0, 1), cancellationToken) == 0)
            return "";
        var length = 1;
        if (bytes[0] == 0x1b)
        {
            while (length < bytes.Length && !IsSequenceEnd(bytes, length) && await terminal.Input.ReadAsync(bytes.AsMemory(length, 1), cancellationToken) > 0)
                length++;
        }
        else
        {
            var expected = bytes[0] switch { >= 0xF0 => 4, >= 0xE0 => 3, >= 0xC0 => 2, _ => 1 };
            while (length < expected && await terminal.Input.ReadAsync(bytes.AsMemory(length, 1), cancellationToken) > 0)
                length++;
        }
        return Encoding.UTF8.GetString(bytes, 0, length);
    }

    private static bool IsSequenceEnd(byte[] bytes, int length) => length switch
    {
        1 => false,
        2 => bytes[1] is not ((byte)'[' or (byte)'O'),
        _ => bytes[length - 1] is >= 0x40 and <= 0x7e,
    };

    private ValueTask ShowAsync(string text, CancellationToken cancellationToken) =>
        text.Length == 0 ? ValueTask.CompletedTask : terminal.Output.WriteAsync(Encoding.UTF8.GetBytes(text), cancellationToken);

    private static string Back(int count) => new('\b', count);
}
