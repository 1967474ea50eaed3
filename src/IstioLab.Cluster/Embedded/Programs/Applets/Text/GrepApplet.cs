using System.Globalization;
using System.Text.RegularExpressions;
using IstioLab.Cluster.Embedded.Runtime.Files;

namespace IstioLab.Cluster.Embedded.Programs.Applets.Text;

/// <summary><c>grep [-ivcnowqlLhHrsxEF] [-e pattern] [-m count] [-A|-B|-C lines] pattern [file…]</c>; also <c>egrep</c> and <c>fgrep</c>.</summary>
internal sealed class GrepApplet
{
    private readonly ProgramContext _context;
    private readonly AppletOptions _options;
    private readonly Regex _regex;
    private readonly List<string> _files;
    private readonly bool _named;
    private bool _found;
    private bool _failed;

    private GrepApplet(ProgramContext context)
    {
        _context = context;
        _options = AppletOptions.Parse(context, "ivcnowqlLhHrRsxEFe:m:A:B:C:f:");
        var patterns = _options.Values('e').ToList();
        _files = [.. _options.Operands];
        if (patterns.Count == 0)
        {
            if (_files.Count == 0)
                throw new AppletException("usage: grep [-HhnlLoqvsrixwFE] [-m N] [-A|B|C N] { PATTERN | -e PATTERN... } [FILE]...", 2);
            patterns.Add(_files[0]);
            _files.RemoveAt(0);
        }
        _regex = Compile(patterns.SelectMany(pattern => pattern.Split('\n')));
        if (_options.Has('r') || _options.Has('R'))
            _files = [.. (_files.Count == 0 ? ["."] : _files).SelectMany(Expand)];
        _named = (_files.Count > 1 || _options.Has('H') || _options.Has('r')) && !_options.Has('h');
    }

    /// <summary>Runs it: 0 when a line matched, 1 when none did, 2 after an error.</summary>
    public static async ValueTask<int> RunAsync(ProgramContext context, CancellationToken cancellationToken)
    {
        var grep = new GrepApplet(context);
        foreach (var file in grep._files.Count == 0 ? ["-"] : grep._files)
        {
            if (AppletInput.Open(context, file, "{0}: {1}") is not { } stream)
            {
                grep._failed = true;
                continue;
            }
            await grep.SearchAsync(stream, file == "-" ? "(standard input)" : file, cancellationToken);
            if (grep._found && grep._options.Has('q'))
                return 0;
        }
        return grep._failed ? 2 : grep._found ? 0 : 1;
    }

    private async ValueTask SearchAsync(Stream stream, string name, CancellationToken cancellationToken)
    {
        var before = _options.Number('B') ?? _options.Number('C') ?? 0;
        var after = _options.Number('A') ?? _options.Number('C') ?? 0;
        var maximum = _options.Number('m') ?? long.MaxValue;
        var earlier = new Queue<(int Number, string Line)>();
        long count = 0;
        long trailing = 0;
        var number = 0;
        await foreach (var line in AppletInput.LinesAsync(stream, cancellationToken))
        {
            number++;
            var matches = _regex.IsMatch(line) != _options.Has('v');
            if (matches)
            {
                count++;
                _found = true;
                if (_options.Has('q') || _options.Has('l'))
                    break;
                while (earlier.TryDequeue(out var context))
                    Print(name, context.Number, context.Line, '-');
                PrintMatch(name, number, line);
                trailing = after;
            }
            else if (trailing-- > 0)
            {
                Print(name, number, line, '-');
            }
            else if (before > 0)
            {
                earlier.Enqueue((number, line));
                if (earlier.Count > before)
                    earlier.Dequeue();
            }
            await _context.FlushAsync(cancellationToken);
            if (count >= maximum && trailing <= 0)
                break;
        }
        if (_options.Has('c'))
            _context.Out.WriteLine((_named ? name + ":" : "") + count.ToString(CultureInfo.InvariantCulture));
        else if ((_options.Has('l') && count > 0) || (_options.Has('L') && count == 0))
            _context.Out.WriteLine(name);
    }

    private void PrintMatch(string name, int number, string line)
    {
        if (!_options.Has('o') || _options.Has('v'))
        {
            Print(name, number, line, ':');
            return;
        }
        foreach (Match match in _regex.Matches(line))
        {
            if (match.Length > 0)
                Print(name, number, match.Value, ':');
        }
    }

    private void Print(string name, int number, string line, char mark)
    {
        if (_options.Has('c') || _options.Has('q') || _options.Has('l') || _options.Has('L'))
            return;
        var prefix = _named ? $"{name}{mark}" : "";
        _context.Out.WriteLine(_options.Has('n') ? string.Create(CultureInfo.InvariantCulture, $"{prefix}{number}{mark}{line}") : prefix + line);
    }

    private Regex Compile(IEnumerable<string> patterns)
    {
        var fixedText = _options.Has('F') || _context.Name == "fgrep";
        var extended = _options.Has('E') || _context.Name == "egrep";
        var all = string.Join('|', patterns.Select(pattern => "(?:" + (fixedText ? Regex.Escape(pattern) : PosixRegex.Translate(pattern, extended)) + ")"));
        if (_options.Has('w'))
            all = $@"(?<!\w)(?:{all})(?!\w)";
        if (_options.Has('x'))
            all = $"^(?:{all})$";
        return PosixRegex.Create(all, _options.Has('i'));
    }

    private IEnumerable<string> Expand(string path)
    {
        if (_context.Files.Find(_context.PathOf(path)) is not FolderNode folder)
            return [path];
        return folder.Children.SelectMany(entry => entry.Value is FolderNode or RegularFile ? Expand(path.TrimEnd('/') + "/" + entry.Key) : []);
    }
}
