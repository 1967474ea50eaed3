namespace IstioLab.Cluster.Embedded.Programs.Shell.Parsing;

/// <summary>The text is not a script that this shell can run.</summary>
internal sealed class ShellSyntaxException(string message, int line, bool isIncomplete = false) : Exception(message)
{
    /// <summary>Line, from 1.</summary>
    public int Line { get; } = line;

    /// <summary>More text could still make it right.</summary>
    public bool IsIncomplete { get; } = isIncomplete;

    /// <summary>Grammar of other shells that this one has not.</summary>
    public static ShellSyntaxException Unsupported(string name, int line) => new($"unsupported: {name}", line);
}
