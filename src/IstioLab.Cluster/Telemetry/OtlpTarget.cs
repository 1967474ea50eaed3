namespace IstioLab.Cluster.Telemetry;

/// <summary>Where telemetry goes: an OTLP receiver with protobuf bodies, over HTTP or gRPC.</summary>
/// <param name="Url">The base address; the signals' paths <c>/v1/traces</c>, <c>/v1/metrics</c> and <c>/v1/logs</c> are appended.</param>
/// <param name="ApiKey">Sent in the header <c>x-otlp-api-key</c>, as the Aspire dashboard wants it; null for none.</param>
public sealed record OtlpTarget(Uri Url, string? ApiKey)
{
    /// <summary>Whether it takes OTLP over gRPC, in HTTP/2, instead.</summary>
    public bool IsGrpc { get; init; }

    /// <summary>The address without the key.</summary>
    public override string ToString() => Url.ToString();
}
