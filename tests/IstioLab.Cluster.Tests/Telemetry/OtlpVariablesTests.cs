using IstioLab.Cluster.Telemetry;

namespace IstioLab.Cluster.Tests.Telemetry;

public sealed class OtlpVariablesTests
{
    [Fact]
    public void Without_an_address_there_is_nothing_to_say()
    {
        Assert.Null(Read([], out var problem));
        Assert.Null(problem);
    }

    [Theory]
    [InlineData("http/protobuf", false)]
    [InlineData("grpc", true)]
    [InlineData(null, false)]
    public void Address_protocol_and_key_are_taken(string? protocol, bool isGrpc)
    {
        var target = Read(
            new() { ["OTEL_EXPORTER_OTLP_ENDPOINT"] = "http://localhost:4318", ["OTEL_EXPORTER_OTLP_PROTOCOL"] = protocol, ["OTEL_EXPORTER_OTLP_HEADERS"] = "a=b, x-otlp-api-key=s%3Dt" },
            out _);

        Assert.Equal(new OtlpTarget(new Uri("http://localhost:4318/"), "s=t") { IsGrpc = isGrpc }, target);
    }

    [Theory]
    [InlineData("localhost:4318", "http/protobuf", "OTEL_EXPORTER_OTLP_ENDPOINT 'localhost:4318' must be")]
    [InlineData("http://localhost:4318", "http/json", "OTEL_EXPORTER_OTLP_PROTOCOL 'http/json' must be")]
    public void What_cannot_be_used_is_named(string endpoint, string protocol, string start)
    {
        Assert.Null(Read(new() { ["OTEL_EXPORTER_OTLP_ENDPOINT"] = endpoint, ["OTEL_EXPORTER_OTLP_PROTOCOL"] = protocol }, out var problem));

        Assert.StartsWith(start, problem, StringComparison.Ordinal);
    }

    private static OtlpTarget? Read(Dictionary<string, string?> variables, out string? problem) => OtlpVariables.Read(variables.GetValueOrDefault, out problem);
}
