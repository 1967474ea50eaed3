using System.Globalization;
using System.Text;

namespace IstioLab.Cluster.Embedded.Programs.Applets.Text.Sed;

/// <summary>Reads sed scripts: the commands <c>s y p d q a i c = n</c> with addresses.</summary>
internal sealed class SedScriptReader(string text, bool extended)
{
    private int _at;

    /// <summary>The commands.</summary>
    /// <exception cref="AppletException">A command is unknown or incomplete.</exception>
    public List<SedCommand> Read()
    {
        var commands = new List<SedCommand>();
        while (true)
        {
            Skip(" \t\n;");
            if (_at >= text.Length)
                return commands;
            commands.Add(ReadCommand());
        }
    }

    private SedCommand ReadCommand()
    {
        var from = ReadAddress();
        SedAddress? to = null;
        if (from is not null && _at < text.Length && text[_at] == ',')
        {
            _at++;
            to = ReadAddress() ?? throw new AppletException("unexpected ','");
        }
        Skip(" \t");
        var negated = _at < text.Length && text[_at] == '!';
        if (negated)
            _at++;
        if (_at >= text.Length)
            throw new AppletException("missing command");
        var letter = text[_at++];
        var command = new SedCommand { From = from, To = to, Negated = negated, Letter = letter };
        switch (letter)
        {
            case 's':
                return ReadSubstitution(command);
            case 'y':
                var delimiter = text[_at++];
                var (source, target) = (Until(delimiter, false), Until(delimiter, false));
                if (source.Length != target.Length)
                    throw new AppletException("strings for y command are different lengths");
                return command with { Source = source, Text = target };
            case 'a' or 'i' or 'c':
                Skip(" \t\\\n");
                var end = text.IndexOf('\n', _at);
                var line = text[_at..(end < 0 ? text.Length : end)];
                _at = end < 0 ? text.Length : end;
                return command with { Text = line };
            case 'p' or 'd' or 'q' or '=' or 'n':
                return command;
            default:
                throw new AppletException($"unsupported command {letter}");
        }
    }

    private SedCommand ReadSubstitution(SedCommand command)
    {
        if (_at >= text.Length)
            throw new AppletException("unterminated `s' command");
        var delimiter = text[_at++];
        var pattern = Until(delimiter, keepEscapes: true);
        var replacement = Until(delimiter, keepEscapes: true);
        var start = _at;
        while (_at < text.Length && (char.IsAsciiLetterOrDigit(text[_at])))
            _at++;
        var flags = text[start.._at];
        if (flags.Any(flag => !"gpiI0123456789".Contains(flag, StringComparison.Ordinal)))
            throw new AppletException($"bad option in substitution expression '{flags}'");
        return command with
        {
            Pattern = PosixRegex.Create(PosixRegex.Translate(pattern, extended), flags.Contains('i', StringComparison.OrdinalIgnoreCase)),
            Text = replacement,
            Flags = flags,
        };
    }

    private SedAddress? ReadAddress()
    {
        if (_at >= text.Length)
            return null;
        if (text[_at] == '$')
        {
            _at++;
            return new SedAddress(0, null);
        }
        if (text[_at] == '/')
        {
            _at++;
            return new SedAddress(-1, PosixRegex.Create(PosixRegex.Translate(Until('/', keepEscapes: true), extended), false));
        }
        var start = _at;
        while (_at < text.Length && char.IsAsciiDigit(text[_at]))
            _at++;
        return _at > start && int.TryParse(text.AsSpan(start, _at - start), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? new SedAddress(number == 0 ? 1 : number, null)
            : null;
    }

    private string Until(char delimiter, bool keepEscapes)
    {
        var part = new StringBuilder();
        while (_at < text.Length)
        {
            var c = text[_at++];
            if (c == delimiter)
                return part.ToString();
            if (c == '\\' && _at < text.Length)
            {
                var next = text[_at++];
                if (next != delimiter && (keepEscapes || next != '\\'))
                    part.Append('\\');
                part.Append(next);
                continue;
            }
            part.Append(c);
        }
        throw new AppletException("unterminated command");
    }

    private void Skip(string characters)
    {
        while (_at < text.Length && characters.Contains(text[_at], StringComparison.Ordinal))
            _at++;
    }
}
