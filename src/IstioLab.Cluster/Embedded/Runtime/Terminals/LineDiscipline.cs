using System.Runtime.InteropServices;
using IstioLab.Cluster.Embedded.Runtime.Processes;

namespace IstioLab.Cluster.Embedded.Runtime.Terminals;

/// <summary>A terminal's treatment of keys, as Linux has it by default: pure, one key at a time.</summary>
internal sealed class LineDiscipline
{
    private const int MaximumLine = 4096;
    private const string Erase = "\b \b";

    private readonly List<byte> _line = [];

    /// <summary>Whether keys pass as they are.</summary>
    public bool IsRaw { get; private set; }

    /// <summary>Changes the mode and returns what was typed but not handed over yet.</summary>
    public byte[] SetRaw(bool raw)
    {
        IsRaw = raw;
        return raw ? TakeLine() : [];
    }

    /// <summary>Takes a key.</summary>
    public KeyOutcome Type(byte key)
    {
        if (IsRaw)
            return new KeyOutcome("", [key]);
        switch (key)
        {
            case 0x03:
                _line.Clear();
                return new KeyOutcome("^C", null, Signal.Int);
            case 0x1c:
                _line.Clear();
                return new KeyOutcome("^\\", null, Signal.Quit);
            case 0x04:
                return new KeyOutcome("", TakeLine());
            case 0x08 or 0x7f:
                return new KeyOutcome(EraseCharacter() ? Erase : "");
            case 0x15:
                return new KeyOutcome(EraseWhile(_ => true));
            case 0x17:
                var spaces = EraseWhile(last => last == ' ');
                return new KeyOutcome(spaces + EraseWhile(last => last != ' '));
            case (byte)'\r' or (byte)'\n':
                _line.Add((byte)'\n');
                return new KeyOutcome("\n", TakeLine());
            default:
                return Append(key);
        }
    }

    private KeyOutcome Append(byte key)
    {
        if (_line.Count >= MaximumLine)
            return new KeyOutcome("\a");
        _line.Add(key);
        if (key < 0x20 && key != '\t')
            return new KeyOutcome("^" + (char)(key + 0x40));
        // A character of several bytes is echoed when its last byte has come.
        return new KeyOutcome(LastCharacterIsWhole(out var start) ? System.Text.Encoding.UTF8.GetString(CollectionsMarshal.AsSpan(_line)[start..]) : "");
    }

    private bool LastCharacterIsWhole(out int start)
    {
        start = _line.Count - 1;
        while (start > 0 && (_line[start] & 0xC0) == 0x80)
            start--;
        var lead = _line[start];
        var length = lead < 0x80 ? 1 : lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : lead >= 0xC0 ? 2 : 1;
        return _line.Count - start >= length;
    }

    private string EraseWhile(Func<byte, bool> condition)
    {
        var echo = "";
        while (_line.Count > 0 && condition(_line[^1]) && EraseCharacter())
            echo += Erase;
        return echo;
    }

    private bool EraseCharacter()
    {
        if (_line.Count == 0)
            return false;
        while (_line.Count > 1 && (_line[^1] & 0xC0) == 0x80)
            _line.RemoveAt(_line.Count - 1);
        _line.RemoveAt(_line.Count - 1);
        return true;
    }

    private byte[] TakeLine()
    {
        var line = _line.ToArray();
        _line.Clear();
        return line;
    }
}
