namespace IstioLab.Cluster.Preflight;

/// <summary>One thing that was looked at before a real cluster is made.</summary>
/// <param name="Subject">What.</param>
/// <param name="Level">How it is.</param>
/// <param name="Text">What was found, and the exact remedy.</param>
public sealed record PreflightFinding(string Subject, PreflightLevel Level, string Text)
{
    internal static PreflightFinding Good(string subject, string text) => new(subject, PreflightLevel.Good, text);

    internal static PreflightFinding Warning(string subject, string text) => new(subject, PreflightLevel.Warning, text);

    internal static PreflightFinding Blocking(string subject, string text) => new(subject, PreflightLevel.Blocking, text);
}
