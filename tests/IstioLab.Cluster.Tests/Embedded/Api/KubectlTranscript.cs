using System.Text.RegularExpressions;

namespace IstioLab.Cluster.Tests.Embedded.Api;

/// <summary>
/// A case file: <c>$</c> lines are kubectl's arguments, the lines below what it prints (<c>*</c> any text, <c>...</c> any lines, a run of
/// spaces any spaces), <c>[exit N]</c> its exit code when that is not 0.
/// </summary>
internal sealed class KubectlTranscript
{
    private KubectlTranscript(IReadOnlyList<Step> steps) => Steps = steps;

    public IReadOnlyList<Step> Steps { get; }

    public static string Folder { get; } = Path.Combine(AppContext.BaseDirectory, "Cases", "kubectl");

    public static KubectlTranscript Read(string name)
    {
        var steps = new List<Step>();
        foreach (var line in File.ReadAllLines(Path.Combine(Folder, $"{name}.txt")))
        {
            if (line.StartsWith('#')) continue;
            if (line.StartsWith("$ ", StringComparison.Ordinal)) steps.Add(new Step(line[2..], [], 0));
            else if (line.StartsWith("[exit ", StringComparison.Ordinal)) steps[^1] = steps[^1] with { ExitCode = int.Parse(line[6..^1], null) };
            else steps[^1].Lines.Add(line);
        }
        return new KubectlTranscript(steps);
    }

    /// <summary>One command and what it prints.</summary>
    internal sealed record Step(string Arguments, List<string> Lines, int ExitCode)
    {
        public IEnumerable<string> Words => Arguments.Split(' ')
            .Select(word => word.EndsWith(".yaml", StringComparison.Ordinal) ? Path.Combine(Folder, "files", word) : word);

        public bool Matches(string output) => Regex.IsMatch(Normal(output), $"^{string.Concat(Lines.Select(Pattern))}\\z");

        private static string Normal(string output) => output.TrimEnd('\n') is { Length: > 0 } text ? text + "\n" : "";

        private static string Pattern(string line) => line == "..."
            ? "(?:.*\n)*?"
            : Regex.Escape(line).Replace(@"\ \*\ ", @"\s+", StringComparison.Ordinal).Replace(@"\*", ".*", StringComparison.Ordinal) + "\n";
    }
}
