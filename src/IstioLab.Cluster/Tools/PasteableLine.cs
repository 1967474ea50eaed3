using System.Text;
using System.Text.RegularExpressions;

namespace IstioLab.Cluster.Tools;

/// <summary>
/// Writes a command as a person would type it, so that a failure can be tried again by hand: for a POSIX shell, on Windows for cmd.
/// </summary>
internal static partial class PasteableLine
{
    public static string Of(ToolCommand command) => Of(command, MachinePlatform.Current.System);

    public static string Of(ToolCommand command, MachineSystem system)
    {
        var windows = system == MachineSystem.Windows;
        var line = new StringBuilder();
        if (command.WorkingDirectory is { } folder)
        {
            line.Append(windows ? "cd /d " : "cd ").Append(Quote(folder, windows)).Append(" && ");
        }

        line.Append(windows ? ForWindows(command.Environment) : ForShell(command.Environment));
        line.AppendJoin(' ', command.Arguments.Prepend(command.Tool.Path).Select(word => Quote(word, windows)));
        return Redact(line.ToString(), command.Secrets);
    }

    public static string Redact(string text, IReadOnlyList<string> secrets) =>
        secrets.Where(secret => secret.Length > 0).Aggregate(text, (current, secret) => current.Replace(secret, "***", StringComparison.Ordinal));

    private static string ForShell(IReadOnlyDictionary<string, string?> variables)
    {
        var removed = variables.Where(pair => pair.Value is null).Select(pair => $"-u {pair.Key} ").ToList();
        var set = variables.Where(pair => pair.Value is not null).Select(pair => $"{pair.Key}={Quote(pair.Value!, windows: false)} ");
        return $"{(removed.Count == 0 ? "" : $"env {string.Concat(removed)}")}{string.Concat(set)}";
    }

    private static string ForWindows(IReadOnlyDictionary<string, string?> variables) =>
        string.Concat(variables.Select(pair => $"set \"{pair.Key}={pair.Value}\" && "));

    private static string Quote(string word, bool windows)
    {
        if (windows)
        {
            // A backslash counts only before a quotation mark, the one at the end too: there it is doubled.
            return PlainOnWindows().IsMatch(word) ? word : $"\"{BeforeQuote().Replace(word, "$1$1").Replace("\"", "\\\"", StringComparison.Ordinal)}\"";
        }

        return PlainInShell().IsMatch(word) ? word : $"'{word.Replace("'", "'\\''", StringComparison.Ordinal)}'";
    }

    [GeneratedRegex(@"^[\w@%+=:,./-]+$", RegexOptions.NonBacktracking)]
    private static partial Regex PlainInShell();

    [GeneratedRegex(@"^[\w@+=:,./\\-]+$", RegexOptions.NonBacktracking)]
    private static partial Regex PlainOnWindows();

    [GeneratedRegex(@"(\\+)(?=""|$)")]
    private static partial Regex BeforeQuote();
}
