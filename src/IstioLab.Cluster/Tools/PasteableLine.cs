using System.Text.RegularExpressions;

namespace IstioLab.Cluster.Tools;

/// <summary>Writes a command as a person would type it, so that a failure can be tried again by hand.</summary>
internal static partial class PasteableLine
{
    public static string Of(ToolCommand command)
    {
        var words = new List<string>();
        if (!OperatingSystem.IsWindows())
        {
            words.AddRange(command.Environment.Where(pair => pair.Value is not null).Select(pair => $"{pair.Key}={Quote(pair.Value!)}"));
        }

        words.Add(Quote(command.Tool.Path));
        words.AddRange(command.Arguments.Select(Quote));
        return Redact(string.Join(' ', words), command.Secrets);
    }

    public static string Redact(string text, IReadOnlyList<string> secrets) =>
        secrets.Where(secret => secret.Length > 0).Aggregate(text, (current, secret) => current.Replace(secret, "***", StringComparison.Ordinal));

    private static string Quote(string word)
    {
        if (PlainWord().IsMatch(word))
        {
            return word;
        }

        return OperatingSystem.IsWindows()
            ? $"\"{word.Replace("\"", "\\\"", StringComparison.Ordinal)}\""
            : $"'{word.Replace("'", "'\\''", StringComparison.Ordinal)}'";
    }

    [GeneratedRegex(@"^[\w@%+=:,./\\-]+$", RegexOptions.NonBacktracking)]
    private static partial Regex PlainWord();
}
