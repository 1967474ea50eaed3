namespace IstioLab.Cli.Rendering;

/// <summary>Response flags that a sidecar logged.</summary>
/// <param name="Count">How often.</param>
/// <param name="Flags">Envoy's short flags joined with <c>,</c>; <c>-</c> for none.</param>
/// <param name="Details">Why this status, as Envoy words it.</param>
internal sealed record LoggedFlags(int Count, string Flags, string Details);
