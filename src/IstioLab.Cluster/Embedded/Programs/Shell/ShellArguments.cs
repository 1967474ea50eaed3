using IstioLab.Cluster.Embedded.Programs.Shell.Builtins;
using IstioLab.Cluster.Embedded.Programs.Shell.Execution;

namespace IstioLab.Cluster.Embedded.Programs.Shell;

/// <summary>What stands behind <c>sh</c>.</summary>
/// <param name="Command">Text behind <c>-c</c>.</param>
/// <param name="File">A script.</param>
internal sealed record ShellArguments(string? Command, string? File)
{
    /// <summary>Reads the arguments and puts options and parameters into the state.</summary>
    /// <exception cref="ShellError">An option is unknown.</exception>
    public static ShellArguments Read(IReadOnlyList<string> arguments, ShellState state)
    {
        var command = false;
        var standardInput = false;
        var index = 1;
        for (; index < arguments.Count && arguments[index] is ['-' or '+', _, ..] and not "--"; index++)
        {
            var letters = arguments[index];
            if (letters is "-o" or "+o")
            {
                VariableBuiltins.ApplyOptions(state, [letters, .. arguments.Skip(++index).Take(1)], 0);
                continue;
            }
            command |= letters[0] == '-' && letters.Contains('c', StringComparison.Ordinal);
            standardInput |= letters.Contains('s', StringComparison.Ordinal);
            var rest = string.Concat(letters[1..].Where(letter => !"csil".Contains(letter, StringComparison.Ordinal)));
            if (rest.Length > 0)
                VariableBuiltins.ApplyOptions(state, [letters[0] + rest], 0);
        }
        if (index < arguments.Count && arguments[index] == "--")
            index++;
        if (command)
        {
            if (index >= arguments.Count)
                throw new ShellError("-c requires an argument");
            if (index + 1 < arguments.Count)
                state.Name = arguments[index + 1];
            state.Parameters = [.. arguments.Skip(index + 2)];
            return new ShellArguments(arguments[index], null);
        }
        if (standardInput || index >= arguments.Count)
        {
            state.Parameters = [.. arguments.Skip(index)];
            return new ShellArguments(null, null);
        }
        state.Name = arguments[index];
        state.Parameters = [.. arguments.Skip(index + 1)];
        return new ShellArguments(null, arguments[index]);
    }
}
