namespace IstioLab.Cluster.Environments;

/// <summary>The lab that is active in an environment.</summary>
/// <param name="Lab">The lab's name.</param>
/// <param name="Step">The number of the step that was applied last, from 1; 0 for none yet.</param>
public sealed record LabProgress(string Lab, int Step);
