namespace IstioLab.Cluster.Telemetry;

/// <summary>Where telemetry goes: an OTLP receiver over HTTP with protobuf bodies.</summary>
/// <param name="Url">The base address; the signals' paths <c>/v1/traces</c>, <c>/v1/metrics</c> and <c>/v1/logs</c> are appended.</param>
/// <param name="ApiKey">Sent in the header <c>x-otlp-api-key</c>, as the Aspire dashboard wants it; null for none.</param>
public sealed record OtlpTarget(Uri Url, string? ApiKey)
{
    /// <summary>The address without the key.</summary>
    public override string ToString() => Url.ToString();
}
