namespace IstioLab.Labs.Definitions;

/// <summary>The copies of a step's requests that a mirror sends: they are seen in the access log of the workload that gets them.</summary>
/// <param name="To">The workload.</param>
/// <param name="Percent">How many of the requests are copied, in percent.</param>
public sealed record LabCopies(string To, int Percent);
