namespace IstioLab.Labs.Running;

/// <summary>The outcome of all steps of a lab.</summary>
/// <param name="Name">The lab.</param>
/// <param name="Steps">The steps, in order.</param>
public sealed record LabReport(string Name, IReadOnlyList<StepReport> Steps)
{
    /// <summary>Whether every step passed.</summary>
    public bool Passed => Steps.All(step => step.Passed);
}
