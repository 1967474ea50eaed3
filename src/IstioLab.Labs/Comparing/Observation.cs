namespace IstioLab.Labs.Comparing;

/// <summary>Something that was seen on both clusters.</summary>
/// <param name="Lab">The lab.</param>
/// <param name="Step">The step's number, from 1.</param>
/// <param name="Subject">What was looked at.</param>
/// <param name="Left">What the left cluster showed.</param>
/// <param name="Right">What the right cluster showed.</param>
/// <param name="IsAlike">Whether both are the same, or chance alone explains the difference.</param>
public sealed record Observation(string Lab, int Step, string Subject, string Left, string Right, bool IsAlike);
