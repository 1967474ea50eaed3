namespace IstioLab.Labs.Resources;

/// <summary>A container that writes output.</summary>
/// <param name="Namespace">The pod's namespace.</param>
/// <param name="Pod">The pod.</param>
/// <param name="Container">The container.</param>
/// <param name="Label">What stands before its lines, because the resource has several sources; empty for nothing.</param>
public sealed record LabLogSource(string Namespace, string Pod, string Container, string Label);
