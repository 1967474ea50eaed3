namespace IstioLab.Labs.Telemetry;

/// <summary>An extension provider of the mesh configuration, as far as telemetry uses it.</summary>
/// <param name="Name">The name that Telemetry objects use.</param>
/// <param name="Type">The field that describes it: <c>opentelemetry</c>, <c>envoyOtelAls</c>, <c>zipkin</c> …</param>
/// <param name="Host">The service it sends to, without a namespace; empty where the type has none.</param>
/// <param name="Port">The service's port; 0 where the type has none.</param>
/// <param name="Token">The relay's token in its metadata; null without one.</param>
public sealed record TelemetryProvider(string Name, string Type, string Host, int Port, string? Token);
