namespace IstioLab.Config.Injection;

/// <summary>Whether a pod gets a sidecar.</summary>
/// <param name="Inject">Whether it does.</param>
/// <param name="Because">Why, as one sentence with the label that decided.</param>
public sealed record InjectionVerdict(bool Inject, string Because);
