namespace IstioLab.Cluster.Telemetry;

/// <summary>What came of a request.</summary>
/// <param name="Verdict">What to do next.</param>
/// <param name="Problem">What to tell people; null when all is well.</param>
internal readonly record struct SendOutcome(SendVerdict Verdict, string? Problem);
