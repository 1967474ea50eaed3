using IstioLab.Labs.Api;
using IstioLab.Labs.Definitions;

namespace IstioLab.Labs.Resources;

/// <summary>The lab that is active, at the step that was applied last.</summary>
internal sealed record ActiveLab(LabDefinition Lab, LabStep Step)
{
    /// <summary>The step after this one; null at the end.</summary>
    public LabStep? Next => Lab.Steps.FirstOrDefault(step => step.Number == Step.Number + 1);

    /// <summary>The requests that show what the step does, or those of another step.</summary>
    public LabTraffic? Traffic => Step.Traffic ?? Lab.Steps.Select(step => step.Traffic).FirstOrDefault(traffic => traffic is not null);

    /// <summary>The workload that sends them; null when no step sends any.</summary>
    public WorkloadName? Client => Traffic is { } traffic ? WorkloadName.Parse(traffic.From, Lab.Namespace) : null;
}
