using System.Globalization;
using System.Text;
using IstioLab.Cluster.Embedded.Programs.Shell.Execution;
using IstioLab.Cluster.Embedded.Programs.Shell.Parsing;

namespace IstioLab.Cluster.Embedded.Programs.Shell.Builtins;

/// <summary>Commands on variables: <c>export readonly local unset set shift read getopts let</c>.</summary>
internal static class VariableBuiltins
{
    private const string Letters = "aefmnuvxC";

    /// <summary>The commands by name.</summary>
    public static IEnumerable<KeyValuePair<string, ShellBuiltin>> All =>
    [
        new("export", new(ExportAsync, true)),
        new("readonly", new(ExportAsync, true)),
        new("local", new(LocalAsync)),
        new("unset", new(UnsetAsync, true)),
        new("set", new(SetAsync, true)),
        new("shift", new(ShiftAsync, true)),
        new("read", new(ReadBuiltin.RunAsync)),
        new("getopts", new(GetoptsBuiltin.RunAsync)),
        new("let", new(LetAsync)),
    ];

    private static async ValueTask<int> ExportAsync(ShellExecutor shell, IReadOnlyList<string> args, CancellationToken cancellationToken)
    {
        var export = args[0] == "export";
        var names = args.Skip(1).Where(arg => arg is not ("-p" or "-n")).ToList();
        if (names.Count == 0)
        {
            var lines = new StringBuilder();
            foreach (var (name, variable) in shell.State.Variables.Where(v => export ? v.Value.IsExported : v.Value.IsReadOnly))
                lines.Append(CultureInfo.InvariantCulture, $"{args[0]} {name}{(variable.Value is { } v ? "=" + ShellQuoting.Always(v) : "")}\n");
            await shell.WriteAsync(lines.ToString(), cancellationToken);
            return 0;
        }
        foreach (var text in names)
        {
            var equals = text.IndexOf('=', StringComparison.Ordinal);
            var name = equals < 0 ? text : text[..equals];
            if (!SimpleCommandParser.IsName(name))
                throw new ShellError($"{args[0]}: {text}: bad variable name");
            if (equals >= 0)
                shell.State.Set(name, text[(equals + 1)..]);
            shell.State.Mark(name, export, !export);
        }
        return 0;
    }

    private static ValueTask<int> LocalAsync(ShellExecutor shell, IReadOnlyList<string> args, CancellationToken cancellationToken)
    {
        foreach (var text in args.Skip(1))
        {
            var equals = text.IndexOf('=', StringComparison.Ordinal);
            var name = equals < 0 ? text : text[..equals];
            if (!SimpleCommandParser.IsName(name))
                throw new ShellError($"local: {text}: bad variable name");
            if (!shell.State.MakeLocal(name))
                throw new ShellError("local: not in a function");
            if (equals >= 0)
                shell.State.Set(name, text[(equals + 1)..]);
        }
        return new(0);
    }

    private static ValueTask<int> UnsetAsync(ShellExecutor shell, IReadOnlyList<string> args, CancellationToken cancellationToken)
    {
        foreach (var name in args.Skip(1).Where(arg => arg is not ("-v" or "-f")))
        {
            if (args[1] == "-f")
                shell.State.Functions.Remove(name);
            else
                shell.State.Unset(name);
        }
        return new(0);
    }

    private static async ValueTask<int> SetAsync(ShellExecutor shell, IReadOnlyList<string> args, CancellationToken cancellationToken)
    {
        if (args.Count == 1)
        {
            var lines = new StringBuilder();
            foreach (var (name, variable) in shell.State.Variables.Where(v => v.Value.Value is not null))
                lines.Append(CultureInfo.InvariantCulture, $"{name}={ShellQuoting.Always(variable.Value!)}\n");
            await shell.WriteAsync(lines.ToString(), cancellationToken);
            return 0;
        }
        var rest = ApplyOptions(shell.State, args, 1);
        if (rest >= 0)
            shell.State.Parameters = [.. args.Skip(rest)];
        return 0;
    }

    /// <summary>Switches options on and off; returns where the parameters begin, or -1 when there are none.</summary>
    public static int ApplyOptions(ShellState state, IReadOnlyList<string> args, int first)
    {
        for (var i = first; i < args.Count; i++)
        {
            if (args[i] is "--" or "-")
                return i + 1;
            if (args[i] is not [('-' or '+') and var sign, _, ..])
                return i;
            foreach (var letter in args[i].AsSpan(1))
            {
                if (letter == 'o')
                {
                    if (++i < args.Count)
                        Switch(state, LongOption(args[i]), sign == '-');
                    break;
                }
                if (!Letters.Contains(letter, StringComparison.Ordinal))
                    throw new ShellError($"set: illegal option {sign}{letter}");
                Switch(state, letter, sign == '-');
            }
        }
        return -1;
    }

    private static char? LongOption(string name) => name switch
    {
        "errexit" => 'e',
        "nounset" => 'u',
        "xtrace" => 'x',
        "noglob" => 'f',
        "allexport" => 'a',
        "verbose" or "monitor" or "noclobber" or "noexec" => 'm',
        "pipefail" => null,
        _ => throw new ShellError($"set: illegal option -o {name}"),
    };

    private static void Switch(ShellState state, char? letter, bool on)
    {
        if (letter is not { } option)
            return;
        var others = state.Options.Replace(option.ToString(), "", StringComparison.Ordinal);
        state.Options = on ? others + option : others;
    }

    private static ValueTask<int> ShiftAsync(ShellExecutor shell, IReadOnlyList<string> args, CancellationToken cancellationToken)
    {
        var count = 1;
        if (args.Count > 1 && !int.TryParse(args[1], NumberStyles.None, CultureInfo.InvariantCulture, out count))
            throw new ShellError($"shift: Illegal number: {args[1]}");
        if (count > shell.State.Parameters.Count)
            return new(1);
        shell.State.Parameters = [.. shell.State.Parameters.Skip(count)];
        return new(0);
    }

    private static ValueTask<int> LetAsync(ShellExecutor shell, IReadOnlyList<string> args, CancellationToken cancellationToken)
    {
        var value = 0L;
        foreach (var expression in args.Skip(1))
            value = ArithmeticEvaluator.Evaluate(expression, shell.State);
        return new(value != 0 ? 0 : 1);
    }
}
