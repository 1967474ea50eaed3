namespace IstioLab.Cluster.Embedded.Runtime.Logs;

/// <summary>One line of a log.</summary>
/// <param name="Number">Position since the start of the container, from 0; lines that were dropped keep their numbers.</param>
/// <param name="Time">When the line began.</param>
/// <param name="Stream">Where it was written.</param>
/// <param name="Text">Bytes with the newline, if the program wrote one.</param>
internal sealed record LogLine(long Number, DateTimeOffset Time, LogStream Stream, ReadOnlyMemory<byte> Text);
