namespace IstioLab.Config.Yaml;

/// <summary>Cuts a text into documents.</summary>
internal static class YamlSplitter
{
    /// <summary>Each document with the number of its first line, from 1.</summary>
    public static IEnumerable<(string Text, int Line)> Split(string text)
    {
        var clean = text.Length > 0 && text[0] == '\uFEFF' ? text[1..] : text;
        var start = 0;
        var startLine = 1;
        var line = 1;
        var position = 0;
        while (position < clean.Length)
        {
            var end = clean.IndexOf('\n', position);
            var next = end < 0 ? clean.Length : end + 1;
            if (position > start && IsSeparator(clean.AsSpan(position, next - position)))
            {
                yield return (clean[start..position], startLine);
                start = position;
                startLine = line;
            }

            position = next;
            line++;
        }

        yield return (clean[start..], startLine);
    }

    private static bool IsSeparator(ReadOnlySpan<char> line) =>
        line.StartsWith("---", StringComparison.Ordinal) && (line.Length == 3 || char.IsWhiteSpace(line[3]));
}
