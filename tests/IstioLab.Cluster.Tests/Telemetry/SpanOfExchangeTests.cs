using IstioLab.Cluster.Telemetry;
using IstioLab.Cluster.Telemetry.Otlp;
using IstioLab.Proxy.Telemetry;

namespace IstioLab.Cluster.Tests.Telemetry;

public sealed class SpanOfExchangeTests
{
    private readonly SampleRecords _records = new("", new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero));

    [Fact]
    public void Tags_are_those_of_Envoy_and_Istio()
    {
        var record = _records.Pair().First();
        var span = SpanOfExchange.Of(record)!;

        var tags = span.Attributes.ToDictionary(tag => tag.Key, tag => tag.Value.Text, StringComparer.Ordinal);
        Assert.Equal("proxy", tags["component"]);
        Assert.Equal("sidecar~10.244.0.5~apps-client-5d8f.nolen~nolen.svc.cluster.local", tags["node_id"]);
        Assert.Equal("http://apps-svc-all/", tags["http.url"]);
        Assert.Equal("200", tags["http.status_code"]);
        Assert.Equal("-", tags["response_flags"]);
        Assert.Equal("10.244.0.5", tags["peer.address"]);
        Assert.Equal("outbound|80||apps-svc-v1.nolen.svc.cluster.local", tags["upstream_cluster.name"]);
        Assert.Equal("apps-client", tags["istio.canonical_service"]);
        Assert.Equal("nolen", tags["istio.namespace"]);
        Assert.Equal(record.RequestId, tags["guid:x-request-id"]);
        Assert.False(tags.ContainsKey("error"));
        Assert.Equal("apps-svc-all-vs:80/*", span.Name);
        Assert.Equal(7_000_000ul, span.EndNanoseconds - span.StartNanoseconds);
        Assert.Equal(1767323045000000000ul, span.StartNanoseconds);
    }

    [Theory]
    [InlineData(0, null, true)]
    [InlineData(200, null, false)]
    [InlineData(404, null, false)]
    [InlineData(500, null, true)]
    [InlineData(503, null, true)]
    [InlineData(200, 0, false)]
    [InlineData(200, 5, false)]
    [InlineData(200, 14, true)]
    public void Server_errors_and_vanished_clients_are_errors(int code, int? grpcStatus, bool failed)
    {
        var span = SpanOfExchange.Of(_records.Of(_records.Client, ReporterKind.Source) with { ResponseCode = code, GrpcStatus = grpcStatus })!;

        Assert.Equal(failed ? SpanOutcome.Error : SpanOutcome.Unset, span.Status.Outcome);
        Assert.Equal(failed, span.Attributes.Any(tag => tag.Key == "error" && tag.Value.Text == "true"));
    }
}
