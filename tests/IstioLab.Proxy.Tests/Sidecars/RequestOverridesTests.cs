using IstioLab.Config.Routing;
using IstioLab.Proxy.Exchanges;
using IstioLab.Proxy.Tracing;
using Microsoft.AspNetCore.Http;

namespace IstioLab.Proxy.Tests.Sidecars;

public sealed class RequestOverridesTests
{
    private static readonly ForwardAction Plain = new() { Destinations = [], TotalWeight = 1, Retries = new RetryPolicy { RetryOn = ["connect-failure"] } };

    [Fact]
    public void Request_without_such_headers_keeps_the_action() => Assert.Same(Plain, RequestOverrides.Apply(new HeaderDictionary { ["a"] = "b" }, Plain));

    [Fact]
    public void Headers_replace_timeouts_and_widen_retries_and_are_consumed()
    {
        var headers = new HeaderDictionary
        {
            ["x-envoy-upstream-rq-timeout-ms"] = "1500",
            ["x-envoy-upstream-rq-per-try-timeout-ms"] = "300",
            ["x-envoy-max-retries"] = "4",
            ["x-envoy-retry-on"] = "5xx,retriable-status-codes",
            ["x-envoy-retriable-status-codes"] = "404, 409",
        };

        var action = RequestOverrides.Apply(headers, Plain);

        Assert.Empty(headers);
        Assert.Equal((1.5, 4, 0.3), (action.Timeout.TotalSeconds, action.Retries!.Attempts, action.Retries.PerTryTimeout.TotalSeconds));
        Assert.Equal(["connect-failure", "5xx", "retriable-status-codes"], action.Retries.RetryOn);
        Assert.Equal([404, 409], action.Retries.StatusCodes);
    }

    [Fact]
    public void Header_switches_retries_on_where_the_route_has_none_and_off_with_zero()
    {
        var off = Plain with { Retries = null };

        Assert.Equal(1, RequestOverrides.Apply(new HeaderDictionary { ["x-envoy-retry-on"] = "5xx" }, off).Retries!.Attempts);
        Assert.Null(RequestOverrides.Apply(new HeaderDictionary { ["x-envoy-max-retries"] = "3" }, off).Retries);
        Assert.Null(RequestOverrides.Apply(new HeaderDictionary { ["x-envoy-max-retries"] = "0" }, Plain).Retries);
    }

    [Fact]
    public void B3_headers_are_read_as_a_trace_and_written_for_the_next_hop()
    {
        var headers = new HeaderDictionary { ["x-b3-traceid"] = "463ac35c9f6413ad", ["x-b3-spanid"] = "a2fb4a1d1a96d312", ["x-b3-sampled"] = "1" };

        var read = B3Headers.Read(headers);
        B3Headers.Write(TraceContext.Continue(read, 0, new RandomSource(1)), headers);

        Assert.Equal("00-0000000000000000463ac35c9f6413ad-a2fb4a1d1a96d312-01", read);
        Assert.Equal(
            ["0000000000000000463ac35c9f6413ad", "a2fb4a1d1a96d312", "1"],
            [headers["x-b3-traceid"].ToString(), headers["x-b3-parentspanid"].ToString(), headers["x-b3-sampled"].ToString()]);
        Assert.NotEqual("a2fb4a1d1a96d312", headers["x-b3-spanid"].ToString());
        Assert.Null(B3Headers.Read(new HeaderDictionary { ["x-b3-sampled"] = "0" }));
    }
}
