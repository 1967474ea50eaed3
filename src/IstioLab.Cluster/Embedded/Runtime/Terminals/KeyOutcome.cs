using IstioLab.Cluster.Embedded.Runtime.Processes;

namespace IstioLab.Cluster.Embedded.Runtime.Terminals;

/// <summary>What one key does.</summary>
/// <param name="Echo">Shown on the screen.</param>
/// <param name="Input">Handed to the program; empty is an end of file.</param>
/// <param name="Signal">Sent to the foreground job.</param>
internal readonly record struct KeyOutcome(string Echo, byte[]? Input = null, Signal Signal = Signal.None);
