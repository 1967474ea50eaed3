using System.Globalization;
using IstioLab.Cluster.Embedded.Programs.Shell.Execution;

namespace IstioLab.Cluster.Embedded.Programs.Shell.Builtins;

/// <summary><c>getopts letters name [argument…]</c>.</summary>
internal static class GetoptsBuiltin
{
    /// <summary>Takes the next option; the status is 1 when there is none.</summary>
    public static async ValueTask<int> RunAsync(ShellExecutor shell, IReadOnlyList<string> args, CancellationToken cancellationToken)
    {
        if (args.Count < 3)
            throw new ShellError("usage: getopts optstring var [arg]");
        var state = shell.State;
        var letters = args[1];
        var values = args.Count > 3 ? [.. args.Skip(3)] : state.Parameters;
        var index = int.TryParse(state.Get("OPTIND"), NumberStyles.None, CultureInfo.InvariantCulture, out var at) && at > 0 ? at : 1;
        var offset = int.TryParse(state.Get("_OPTPOS"), NumberStyles.None, CultureInfo.InvariantCulture, out var position) && position > 0 ? position : 1;
        if (index > values.Count || values[index - 1] is not ['-', _, ..] || values[index - 1] == "--")
        {
            state.Set(args[2], "?");
            return 1;
        }
        var option = values[index - 1][offset];
        var known = letters.TrimStart(':').IndexOf(option, StringComparison.Ordinal);
        var takesValue = known >= 0 && letters.TrimStart(':').AsSpan(known + 1) is [':', ..];
        var isLast = offset + 1 >= values[index - 1].Length;
        state.Unset("OPTARG");
        var name = known < 0 ? "?" : option.ToString();
        if (known < 0 && !letters.StartsWith(':'))
            await shell.ComplainAsync($"Illegal option -{option}", cancellationToken);
        if (takesValue)
        {
            if (!isLast)
                state.Set("OPTARG", values[index - 1][(offset + 1)..]);
            else if (index < values.Count)
                state.Set("OPTARG", values[index++]);
            else
            {
                await shell.ComplainAsync($"No arg for -{option} option", cancellationToken);
                name = "?";
            }
            isLast = true;
        }
        state.Set(args[2], name);
        state.Set("OPTIND", (isLast ? index + 1 : index).ToString(CultureInfo.InvariantCulture));
        state.Set("_OPTPOS", (isLast ? 1 : offset + 1).ToString(CultureInfo.InvariantCulture));
        return 0;
    }
}
