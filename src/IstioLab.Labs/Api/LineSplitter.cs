using System.Text;

namespace IstioLab.Labs.Api;

/// <summary>Makes lines of pieces of text.</summary>
internal sealed class LineSplitter(Action<string> onLine)
{
    private readonly StringBuilder _pending = new();

    public void Add(string text)
    {
        var start = 0;
        for (var end = text.IndexOf('\n'); end >= 0; end = text.IndexOf('\n', start))
        {
            _pending.Append(text, start, end - start);
            Flush();
            start = end + 1;
        }

        _pending.Append(text, start, text.Length - start);
    }

    /// <summary>Hands out a last line that has no end.</summary>
    public void Finish()
    {
        if (_pending.Length > 0)
        {
            Flush();
        }
    }

    private void Flush()
    {
        var line = _pending.ToString();
        _pending.Clear();
        onLine(line.EndsWith('\r') ? line[..^1] : line);
    }
}
