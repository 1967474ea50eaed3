using System.Globalization;
using System.Text;

namespace IstioLab.Cluster.Tests.Embedded.Programs.Shell;

/// <summary>A script with what it has to write. Files of Cases/shell hold many, each behind a line <c>=== name</c>.</summary>
internal sealed record ShellCase(string Name, string Script, string Output, string Error, int ExitCode)
{
    public static IEnumerable<ShellCase> ReadAll(string folder)
    {
        foreach (var file in Directory.EnumerateFiles(folder, "*.txt").Order(StringComparer.Ordinal))
        {
            foreach (var text in File.ReadAllText(file).Split("\n=== ").Skip(1))
                yield return Parse(Path.GetFileNameWithoutExtension(file), text);
        }
    }

    private static ShellCase Parse(string theme, string text)
    {
        var end = text.IndexOf('\n', StringComparison.Ordinal);
        var sections = new Dictionary<string, StringBuilder>(StringComparer.Ordinal) { ["script"] = new() };
        var current = "script";
        foreach (var line in text[(end + 1)..].TrimEnd('\n').Split('\n'))
        {
            if (line is "--- stdout" or "--- stderr" or "--- exit" or "--- stdout without newline")
            {
                current = line[4..];
                sections[current] = new StringBuilder();
            }
            else
            {
                sections[current].Append(line).Append('\n');
            }
        }
        var output = sections.TryGetValue("stdout without newline", out var open) ? open.ToString()[..^1] : Section("stdout");
        var exit = Section("exit").Trim();
        return new ShellCase($"{theme}/{text[..end]}", Section("script"), output, Section("stderr"), exit.Length == 0 ? 0 : int.Parse(exit, CultureInfo.InvariantCulture));

        string Section(string name) => sections.TryGetValue(name, out var found) ? found.ToString() : "";
    }
}
