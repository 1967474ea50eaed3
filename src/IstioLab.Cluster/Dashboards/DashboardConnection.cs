using IstioLab.Cluster.Telemetry;

namespace IstioLab.Cluster.Dashboards;

/// <summary>Where a running dashboard is, and the keys it was started with.</summary>
/// <param name="LoginUrl">The page to open: it carries the browser token, so it is for the person at the terminal alone.</param>
/// <param name="OtlpGrpcUrl">Takes OTLP over gRPC.</param>
/// <param name="OtlpHttpUrl">Takes OTLP over HTTP with protobuf bodies, under <c>/v1/traces</c>, <c>/v1/metrics</c> and <c>/v1/logs</c>.</param>
/// <param name="OtlpApiKey">Goes into the header <c>x-otlp-api-key</c> of both.</param>
/// <param name="ApiUrl">The base of <c>/api/telemetry</c>, from which telemetry can be read back.</param>
/// <param name="ApiKey">Goes into the header <c>x-api-key</c> of the telemetry API.</param>
public sealed record DashboardConnection(Uri LoginUrl, Uri OtlpGrpcUrl, Uri OtlpHttpUrl, string OtlpApiKey, Uri ApiUrl, string ApiKey)
{
    /// <summary>Its OTLP receiver over HTTP, for an exporter.</summary>
    public OtlpTarget Otlp => new(OtlpHttpUrl, OtlpApiKey);

    /// <summary>The address without any key.</summary>
    public override string ToString() => ApiUrl.ToString();
}
