namespace IstioLab.Cluster.Dashboards;

/// <summary>A service that has sent telemetry to a dashboard.</summary>
/// <param name="Name">Its <c>service.name</c>.</param>
/// <param name="InstanceId">Its <c>service.instance.id</c>.</param>
/// <param name="DisplayName">What the dashboard calls it.</param>
/// <param name="HasLogs">Whether log records have arrived.</param>
/// <param name="HasTraces">Whether spans have arrived.</param>
/// <param name="HasMetrics">Whether metrics have arrived.</param>
public sealed record TelemetrySource(string Name, string? InstanceId, string? DisplayName, bool HasLogs, bool HasTraces, bool HasMetrics);
