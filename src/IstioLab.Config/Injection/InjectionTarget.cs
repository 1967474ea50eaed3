namespace IstioLab.Config.Injection;

/// <summary>The workload that a pod belongs to.</summary>
/// <param name="ApiVersion">E.g. <c>apps/v1</c>.</param>
/// <param name="Kind">E.g. <c>Deployment</c>.</param>
/// <param name="Namespace">The namespace; empty when a file names none.</param>
/// <param name="Name">The name.</param>
public sealed record InjectionTarget(string ApiVersion, string Kind, string Namespace, string Name);
