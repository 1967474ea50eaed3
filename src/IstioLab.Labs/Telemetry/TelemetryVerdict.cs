namespace IstioLab.Labs.Telemetry;

/// <summary>What came of the self-check of telemetry.</summary>
/// <param name="Broken">The first link that is broken; null when none is.</param>
/// <param name="Text">What was seen.</param>
/// <param name="Remedy">What to do or to type; null when nothing is broken.</param>
public sealed record TelemetryVerdict(TelemetryLink? Broken, string Text, string? Remedy)
{
    /// <summary>Whether no broken link was found.</summary>
    public bool Passed => Broken is null;
}
