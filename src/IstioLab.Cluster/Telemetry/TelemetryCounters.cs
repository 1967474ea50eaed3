namespace IstioLab.Cluster.Telemetry;

/// <summary>What became of the records of all proxies so far.</summary>
/// <param name="Accepted">Records that proxies handed over.</param>
/// <param name="Dropped">Records that found no room, because the receiver was away or slow.</param>
/// <param name="Delivered">Records that the receiver took.</param>
/// <param name="Refused">Records that the receiver refused, or that were given up when the exporter stopped.</param>
/// <param name="LastProblem">Why the last request failed; null while all is well.</param>
public sealed record TelemetryCounters(long Accepted, long Dropped, long Delivered, long Refused, string? LastProblem);
