namespace IstioLab.Cluster.Telemetry.Relay;

/// <summary>What a relay has seen so far.</summary>
/// <param name="Connections">Connections that were opened to it.</param>
/// <param name="Unauthorized">Requests without the right token.</param>
/// <param name="Spans">Spans that came.</param>
/// <param name="AccessLogs">Requests that proxies logged.</param>
/// <param name="Delivered">Requests that the receiver took.</param>
/// <param name="Dropped">Requests and log lines that found no room, because the receiver was away or slow.</param>
/// <param name="Refused">Requests that the receiver refused, or that were given up when the relay stopped.</param>
/// <param name="LastProblem">Why the last delivery failed; null while all is well.</param>
public sealed record RelayCounters(
    long Connections, long Unauthorized, long Spans, long AccessLogs, long Delivered, long Dropped, long Refused, string? LastProblem);
