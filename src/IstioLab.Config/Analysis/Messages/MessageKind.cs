using IstioLab.Config.Diagnostics;
using IstioLab.Config.Discovery;

namespace IstioLab.Config.Analysis.Messages;

/// <summary>A message as Istio declares it. Prose may change; a code never does.</summary>
/// <param name="Code">The code.</param>
/// <param name="Level">How serious it is in 1.30.</param>
/// <param name="Text">What is wrong; arguments in braces.</param>
/// <param name="Remedy">What to do; the same arguments.</param>
internal sealed record MessageKind(string Code, DiagnosticLevel Level, string Text, string Remedy)
{
    /// <summary>Whether 1.17 did not have it.</summary>
    public bool IsNew { get; init; }

    /// <summary>Whether each line has its own message, where Istio knows the line; otherwise the same words are said once of an object.</summary>
    public bool IsPerLine { get; init; }

    /// <summary>How serious 1.17 took it, where that differs.</summary>
    public DiagnosticLevel? LevelIn117 { get; init; }

    public DiagnosticLevel LevelOf(IstioRelease release) => release == IstioRelease.Istio117 ? LevelIn117 ?? Level : Level;
}
