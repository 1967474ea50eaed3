namespace IstioLab.Cluster.Embedded.Runtime.Logs;

/// <summary>Where a line of a log came from.</summary>
internal enum LogStream
{
    /// <summary>Standard output.</summary>
    Stdout,

    /// <summary>Standard error.</summary>
    Stderr,
}
