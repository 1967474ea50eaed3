using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace IstioLab.Cluster.Embedded.Programs.Applets.Text.Sed;

/// <summary><c>sed [-nEri] [-e script] [script] [file…]</c> with the everyday commands.</summary>
internal sealed class SedApplet(ProgramContext context, List<SedCommand> commands, bool quiet)
{
    private readonly StringBuilder _output = new();
    private readonly bool[] _inRange = new bool[commands.Count];
    private int _number;
    private bool _quit;

    /// <summary>Runs it.</summary>
    public static async ValueTask<int> RunAsync(ProgramContext context, CancellationToken cancellationToken)
    {
        var options = AppletOptions.Parse(context, "nErise:");
        var scripts = options.Values('e').ToList();
        List<string> files = [.. options.Operands];
        if (scripts.Count == 0)
        {
            if (files.Count == 0)
                throw new AppletException("usage: sed [-nEri] { SCRIPT | -e SCRIPT... } [FILE]...");
            scripts.Add(files[0]);
            files.RemoveAt(0);
        }
        var commands = new SedScriptReader(string.Join('\n', scripts), options.Has('E') || options.Has('r')).Read();
        var status = 0;
        if (options.Has('i'))
        {
            foreach (var file in files)
                await EditAsync(context, commands, options.Has('n'), file, cancellationToken);
            return status;
        }
        var sed = new SedApplet(context, commands, options.Has('n'));
        await sed.FilterAsync(AppletInput.LinesAsync(context, files, code => status = code, cancellationToken), write: true, cancellationToken);
        return status;
    }

    private static async ValueTask EditAsync(
        ProgramContext context, List<SedCommand> commands, bool quiet, string file, CancellationToken cancellationToken)
    {
        var path = context.PathOf(file);
        await using var stream = context.Files.OpenRead(path);
        var sed = new SedApplet(context, commands, quiet);
        await sed.FilterAsync(AppletInput.LinesAsync(stream, cancellationToken), write: false, cancellationToken);
        context.Files.MakeFile(path).Replace(Encoding.UTF8.GetBytes(sed._output.ToString()), context.Time.GetUtcNow());
    }

    private async ValueTask FilterAsync(IAsyncEnumerable<string> lines, bool write, CancellationToken cancellationToken)
    {
        await using var reader = lines.GetAsyncEnumerator(cancellationToken);
        var more = await reader.MoveNextAsync();
        while (more && !_quit)
        {
            var line = reader.Current;
            more = await reader.MoveNextAsync();
            _number++;
            Process(line, last: !more);
            if (!write)
                continue;
            context.Out.Write(_output.ToString());
            _output.Clear();
            await context.FlushAsync(cancellationToken);
        }
    }

    private void Process(string line, bool last)
    {
        var after = "";
        for (var i = 0; i < commands.Count; i++)
        {
            var command = commands[i];
            if (Selects(i, line, last) == command.Negated)
                continue;
            switch (command.Letter)
            {
                case 's':
                    if (Substitute(command, ref line) && command.Flags.Contains('p', StringComparison.Ordinal))
                        Print(line);
                    break;
                case 'y':
                    line = string.Concat(line.Select(c => command.Source.IndexOf(c, StringComparison.Ordinal) is >= 0 and var at ? command.Text[at] : c));
                    break;
                case 'p':
                    Print(line);
                    break;
                case '=':
                    Print(_number.ToString(CultureInfo.InvariantCulture));
                    break;
                case 'i':
                    Print(command.Text);
                    break;
                case 'a':
                    after += command.Text + "\n";
                    break;
                case 'd':
                    return;
                case 'c':
                    Print(command.Text);
                    return;
                case 'q':
                    _quit = true;
                    i = commands.Count;
                    break;
            }
        }
        if (!quiet)
            Print(line);
        _output.Append(after);
    }

    private bool Selects(int index, string line, bool last)
    {
        var command = commands[index];
        if (command.From is null)
            return true;
        if (command.To is null)
            return command.From.Is(_number, line, last);
        if (_inRange[index])
        {
            _inRange[index] = !command.To.Is(_number, line, last) && (command.To.Pattern is not null || command.To.Number == 0 || command.To.Number > _number);
            return true;
        }
        if (!command.From.Is(_number, line, last))
            return false;
        _inRange[index] = command.To.Pattern is not null || command.To.Number == 0 || command.To.Number > _number;
        return true;
    }

    private static bool Substitute(SedCommand command, ref string line)
    {
        var digits = string.Concat(command.Flags.Where(char.IsAsciiDigit));
        var wanted = digits.Length > 0 ? int.Parse(digits, CultureInfo.InvariantCulture) : 1;
        var all = command.Flags.Contains('g', StringComparison.Ordinal);
        var seen = 0;
        var replaced = false;
        line = command.Pattern!.Replace(line, match =>
        {
            seen++;
            if (seen < wanted || (seen > wanted && !all))
                return match.Value;
            replaced = true;
            return Fill(command.Text, match);
        });
        return replaced;
    }

    private static string Fill(string replacement, Match match)
    {
        var result = new StringBuilder();
        for (var i = 0; i < replacement.Length; i++)
        {
            if (replacement[i] == '&')
                result.Append(match.Value);
            else if (replacement[i] == '\\' && i + 1 < replacement.Length)
                result.Append(replacement[++i] switch { 'n' => "\n", 't' => "\t", >= '0' and <= '9' and var d => match.Groups[d - '0'].Value, var c => c.ToString() });
            else
                result.Append(replacement[i]);
        }
        return result.ToString();
    }

    private void Print(string line) => _output.Append(line).Append('\n');
}
