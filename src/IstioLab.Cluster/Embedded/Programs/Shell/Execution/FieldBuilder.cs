using System.Text;

namespace IstioLab.Cluster.Embedded.Programs.Shell.Execution;

/// <summary>Collects the fields of one word: what is quoted stays together, what is expanded is split.</summary>
internal sealed class FieldBuilder(string separators, bool split)
{
    private readonly StringBuilder _pattern = new();
    private readonly List<string> _patterns = [];
    private bool _started;
    private bool _afterSeparator;

    /// <summary>Finished fields, as patterns: what was quoted is escaped.</summary>
    public IReadOnlyList<string> Finish()
    {
        Break();
        return _patterns;
    }

    /// <summary>Adds text that stays as it is.</summary>
    public void AddQuoted(string text)
    {
        _started = true;
        _afterSeparator = false;
        Append(PatternMatcher.Escape(text));
    }

    /// <summary>Adds text of the word itself, which may be a pattern.</summary>
    public void AddLiteral(string text)
    {
        _started = true;
        _afterSeparator = false;
        Append(text.Replace("\\", "\\\\", StringComparison.Ordinal));
    }

    /// <summary>Adds the result of an expansion outside of quotes: it may be a pattern, and separators in it end fields.</summary>
    public void AddExpanded(string text)
    {
        if (!split)
        {
            Append(text.Replace("\\", "\\\\", StringComparison.Ordinal));
            _started |= text.Length > 0;
            return;
        }
        foreach (var c in text)
        {
            if (!separators.Contains(c, StringComparison.Ordinal))
            {
                _started = true;
                _afterSeparator = false;
                if (c == '\\')
                    Append("\\\\");
                else
                    _pattern.Append(c);
            }
            else if (c is ' ' or '\t' or '\n')
            {
                _afterSeparator |= Break();
            }
            else if (!Break() && !_afterSeparator)
            {
                _patterns.Add("");
            }
            else
            {
                _afterSeparator = false;
            }
        }
    }

    /// <summary>Ends the field, if one has begun.</summary>
    public bool Break()
    {
        if (!_started)
            return false;
        _patterns.Add(_pattern.ToString());
        _pattern.Clear();
        _started = false;
        return true;
    }

    private void Append(string text)
    {
        if (_pattern.Length + text.Length > ShellState.MaximumLength)
            throw new ShellError("word is too long");
        _pattern.Append(text);
    }
}
