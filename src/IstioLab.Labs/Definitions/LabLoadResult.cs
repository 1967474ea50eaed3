namespace IstioLab.Labs.Definitions;

/// <summary>A lab, or what is wrong with it.</summary>
/// <param name="Lab">The lab; null when there are problems.</param>
/// <param name="Problems">All problems, in the order of the text.</param>
public sealed record LabLoadResult(LabDefinition? Lab, IReadOnlyList<LabProblem> Problems);
