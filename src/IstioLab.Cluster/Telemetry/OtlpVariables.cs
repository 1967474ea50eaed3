namespace IstioLab.Cluster.Telemetry;

/// <summary>
/// Reads OpenTelemetry's own variables, with which an Aspire AppHost tells a process where its dashboard is
/// (https://opentelemetry.io/docs/specs/otel/protocol/exporter/).
/// </summary>
public static class OtlpVariables
{
    private const string Endpoint = "OTEL_EXPORTER_OTLP_ENDPOINT";
    private const string Protocol = "OTEL_EXPORTER_OTLP_PROTOCOL";
    private const string Headers = "OTEL_EXPORTER_OTLP_HEADERS";
    private const string KeyHeader = "x-otlp-api-key";
    private const string HttpProtobuf = "http/protobuf";
    private const string Grpc = "grpc";

    /// <summary>Reads them.</summary>
    /// <param name="variable">Looks a variable up; null when it is not set.</param>
    /// <param name="problem">Why nothing can be sent although an address is there; else null.</param>
    /// <returns>Null when no address is there, or when nothing can be sent to it.</returns>
    public static OtlpTarget? Read(Func<string, string?> variable, out string? problem)
    {
        ArgumentNullException.ThrowIfNull(variable);
        problem = null;
        if (variable(Endpoint) is not { Length: > 0 } endpoint)
        {
            return null;
        }

        if (!Uri.TryCreate(endpoint.TrimEnd('/') + "/", UriKind.Absolute, out var url) || url.Scheme is not ("http" or "https"))
        {
            problem = $"{Endpoint} '{endpoint}' must be an http or https address: '{Endpoint}=http://localhost:4318'.";
            return null;
        }

        var protocol = variable(Protocol) is { Length: > 0 } given ? given : HttpProtobuf;
        if (protocol is not (HttpProtobuf or Grpc))
        {
            problem = $"{Protocol} '{protocol}' must be '{HttpProtobuf}' or '{Grpc}': '{Protocol}={HttpProtobuf}'.";
            return null;
        }

        return new OtlpTarget(url, KeyOf(variable(Headers) ?? "")) { IsGrpc = protocol == Grpc };
    }

    private static string? KeyOf(string headers) => headers.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
        .Select(header => header.Split('=', 2))
        .Where(parts => parts.Length == 2 && string.Equals(parts[0].Trim(), KeyHeader, StringComparison.OrdinalIgnoreCase))
        .Select(parts => Uri.UnescapeDataString(parts[1].Trim()))
        .FirstOrDefault();
}
