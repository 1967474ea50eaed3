namespace IstioLab.Proxy.AccessLogs;

/// <summary>Takes one line of the access log. Called on the request path: it neither waits nor throws.</summary>
/// <param name="line">The line in UTF-8 with its line feed; valid during the call only.</param>
public delegate void AccessLogWriter(ReadOnlySpan<byte> line);
