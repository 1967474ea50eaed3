using IstioLab.Labs.Running;

namespace IstioLab.Labs.Comparing;

/// <summary>What one cluster showed after a step.</summary>
/// <param name="Report">The step's check; null when it could not be applied.</param>
/// <param name="Probes">The answers to the single requests.</param>
/// <param name="Failure">Why it could not be applied or observed; null when it could.</param>
internal sealed record StepSight(StepReport? Report, IReadOnlyList<string> Probes, string? Failure);
