namespace IstioLab.Cluster.Embedded.Programs.Shell.Execution;

/// <summary>Writes values so that a shell reads them back.</summary>
internal static class ShellQuoting
{
    /// <summary>Quotes a value where it needs it.</summary>
    public static string Quote(string value) =>
        value.Length > 0 && value.All(c => char.IsAsciiLetterOrDigit(c) || "_-./:=,+@%^".Contains(c, StringComparison.Ordinal))
            ? value
            : Always(value);

    /// <summary>Quotes a value in any case.</summary>
    public static string Always(string value) => "'" + value.Replace("'", "'\\''", StringComparison.Ordinal) + "'";
}
