using System.Globalization;
using System.Text;
using IstioLab.Cluster.Embedded.Programs.Shell.Execution;
using IstioLab.Cluster.Embedded.Runtime;
using IstioLab.Cluster.Embedded.Runtime.Files;

namespace IstioLab.Cluster.Embedded.Programs.Shell.Builtins;

/// <summary>Commands on commands and folders: <c>eval . exec command type alias cd pwd</c> and small ones.</summary>
internal static class CommandBuiltins
{
    /// <summary>The commands by name.</summary>
    public static IEnumerable<KeyValuePair<string, ShellBuiltin>> All =>
    [
        new("eval", new((shell, args, ct) => shell.RunTextAsync(string.Join(' ', args.Skip(1)), ct), true)),
        new(".", new(SourceAsync, true)),
        new("source", new(SourceAsync, true)),
        new("exec", new(ExecAsync, true)),
        new("command", new(CommandAsync)),
        new("type", new(TypeAsync)),
        new("alias", new(AliasAsync)),
        new("unalias", new(UnaliasAsync)),
        new("cd", new(ChangeFolderAsync)),
        new("chdir", new(ChangeFolderAsync)),
        new("pwd", new(PrintFolderAsync)),
        new("hash", new(static (_, _, _) => new(0))),
        new("umask", new(UmaskAsync)),
        new("help", new(HelpAsync)),
    ];

    private static async ValueTask<int> SourceAsync(ShellExecutor shell, IReadOnlyList<string> args, CancellationToken cancellationToken)
    {
        if (args.Count < 2)
            throw new ShellError($"{args[0]}: filename argument required");
        string text;
        try
        {
            var path = args[1].Contains('/', StringComparison.Ordinal)
                ? FilePath.Combine(shell.State.WorkingDirectory, args[1])
                : ExecutableFinder.Locate(shell.Host, args[1], shell.State.Get("PATH"), shell.State.WorkingDirectory)
                    ?? FilePath.Combine(shell.State.WorkingDirectory, args[1]);
            text = Encoding.UTF8.GetString(shell.Host.Files.Read(path).Span);
        }
        catch (FileException problem)
        {
            throw new ShellError($"{args[0]}: can't open '{args[1]}': {problem.Message}");
        }
        var parameters = shell.State.Parameters;
        if (args.Count > 2)
            shell.State.Parameters = [.. args.Skip(2)];
        var status = await shell.RunTextAsync(text, cancellationToken);
        if (args.Count > 2)
            shell.State.Parameters = parameters;
        if (shell.Flow != FlowKind.Return)
            return status;
        shell.Flow = FlowKind.Next;
        return shell.State.Status;
    }

    private static async ValueTask<int> ExecAsync(ShellExecutor shell, IReadOnlyList<string> args, CancellationToken cancellationToken)
    {
        if (args.Count == 1)
        {
            shell.KeepStreams = true;
            return 0;
        }
        var status = await new ProgramLauncher(shell).RunAsync([.. args.Skip(1)], replace: true, cancellationToken);
        shell.State.Traps.Remove("EXIT");
        shell.State.Status = status;
        shell.Flow = FlowKind.Exit;
        return status;
    }

    private static async ValueTask<int> CommandAsync(ShellExecutor shell, IReadOnlyList<string> args, CancellationToken cancellationToken)
    {
        var first = args.Count > 1 && args[1] is "-v" or "-V" or "-p" ? 2 : 1;
        if (args.Count <= first)
            return 0;
        if (args[1] is "-v" or "-V")
        {
            var found = Describe(shell, args[first], args[1] == "-V");
            if (found is null)
                return 127;
            await shell.WriteAsync(found + "\n", cancellationToken);
            return 0;
        }
        IReadOnlyList<string> rest = [.. args.Skip(first)];
        return ShellBuiltins.Find(rest[0]) is { } builtin
            ? await builtin.Run(shell, rest, cancellationToken)
            : await new ProgramLauncher(shell).RunAsync(rest, replace: false, cancellationToken);
    }

    private static async ValueTask<int> TypeAsync(ShellExecutor shell, IReadOnlyList<string> args, CancellationToken cancellationToken)
    {
        var status = 0;
        foreach (var name in args.Skip(1))
        {
            var found = Describe(shell, name, verbose: true);
            if (found is null)
                status = 127;
            await shell.WriteAsync((found ?? $"{name}: not found") + "\n", cancellationToken);
        }
        return status;
    }

    private static string? Describe(ShellExecutor shell, string name, bool verbose)
    {
        if (shell.State.Aliases.TryGetValue(name, out var alias))
            return verbose ? $"{name} is an alias for {alias}" : $"alias {name}={ShellQuoting.Always(alias)}";
        if (shell.State.Functions.ContainsKey(name))
            return verbose ? $"{name} is a function" : name;
        if (ShellBuiltins.Find(name) is { } builtin)
            return verbose ? $"{name} is a {(builtin.IsSpecial ? "special " : "")}shell builtin" : name;
        if (ExecutableFinder.Locate(shell.Host, name, shell.State.Get("PATH"), shell.State.WorkingDirectory) is { } path)
            return verbose ? $"{name} is {path}" : path;
        return null;
    }

    private static async ValueTask<int> AliasAsync(ShellExecutor shell, IReadOnlyList<string> args, CancellationToken cancellationToken)
    {
        var status = 0;
        foreach (var text in args.Count == 1 ? shell.State.Aliases.Keys.Order(StringComparer.Ordinal) : args.Skip(1))
        {
            var equals = text.IndexOf('=', StringComparison.Ordinal);
            if (equals > 0)
            {
                shell.State.Aliases[text[..equals]] = text[(equals + 1)..];
            }
            else if (shell.State.Aliases.TryGetValue(text, out var value))
            {
                await shell.WriteAsync($"{text}={ShellQuoting.Always(value)}\n", cancellationToken);
            }
            else
            {
                await shell.ComplainAsync($"alias: {text} not found", cancellationToken);
                status = 1;
            }
        }
        return status;
    }

    private static ValueTask<int> UnaliasAsync(ShellExecutor shell, IReadOnlyList<string> args, CancellationToken cancellationToken)
    {
        var status = 0;
        foreach (var name in args.Skip(1))
        {
            if (name == "-a")
                shell.State.Aliases.Clear();
            else if (!shell.State.Aliases.Remove(name))
                status = 1;
        }
        return new(status);
    }

    private static async ValueTask<int> ChangeFolderAsync(ShellExecutor shell, IReadOnlyList<string> args, CancellationToken cancellationToken)
    {
        var target = args.Count > 1 ? args[^1] : shell.State.Get("HOME") ?? "/";
        if (target == "-")
            target = shell.State.PreviousDirectory ?? shell.State.WorkingDirectory;
        var path = FilePath.Combine(shell.State.WorkingDirectory, target);
        var node = shell.Host.Files.Find(path);
        if (node is not FolderNode)
        {
            await shell.ComplainAsync($"cd: can't cd to {target}: {(node is null ? "No such file or directory" : "Not a directory")}", cancellationToken);
            return 2;
        }
        shell.State.PreviousDirectory = shell.State.WorkingDirectory;
        shell.State.WorkingDirectory = path;
        shell.State.Set("OLDPWD", shell.State.PreviousDirectory);
        shell.State.Set("PWD", path);
        if (args.Count > 1 && args[^1] == "-")
            await shell.WriteAsync(path + "\n", cancellationToken);
        return 0;
    }

    private static async ValueTask<int> PrintFolderAsync(ShellExecutor shell, IReadOnlyList<string> args, CancellationToken cancellationToken)
    {
        await shell.WriteAsync(shell.State.WorkingDirectory + "\n", cancellationToken);
        return 0;
    }

    private static async ValueTask<int> UmaskAsync(ShellExecutor shell, IReadOnlyList<string> args, CancellationToken cancellationToken)
    {
        if (args.Count == 1)
            await shell.WriteAsync("0022\n", cancellationToken);
        return 0;
    }

    private static async ValueTask<int> HelpAsync(ShellExecutor shell, IReadOnlyList<string> args, CancellationToken cancellationToken)
    {
        var text = new StringBuilder("Built-in commands:\n------------------\n");
        foreach (var line in ShellBuiltins.Names.Chunk(12))
            text.Append(CultureInfo.InvariantCulture, $"\t{string.Join(' ', line)}\n");
        await shell.WriteAsync(text.ToString(), cancellationToken);
        return 0;
    }
}
