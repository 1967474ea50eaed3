namespace IstioLab.Cluster.Embedded.Programs.Shell.Interaction;

/// <summary>How the reading of a line ended.</summary>
internal enum LineEnd
{
    /// <summary>Enter.</summary>
    Entered,

    /// <summary>Ctrl+C.</summary>
    Interrupted,

    /// <summary>Ctrl+D on an empty line, or the terminal has gone.</summary>
    Closed,
}
