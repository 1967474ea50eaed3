namespace IstioLab.Cluster.Embedded.Programs.Shell.Execution;

/// <summary>Where execution goes after a command.</summary>
internal enum FlowKind
{
    /// <summary>To the next one.</summary>
    Next,

    /// <summary>Out of a loop.</summary>
    Break,

    /// <summary>To the next turn of a loop.</summary>
    Continue,

    /// <summary>Out of a function.</summary>
    Return,

    /// <summary>Out of the shell.</summary>
    Exit,
}
