using IstioLab.Labs.Running;

namespace IstioLab.Labs.Tests.Running;

public sealed class AccessLogTests
{
    [Fact]
    public void Flags_are_counted_with_their_details_and_good_requests_are_not()
    {
        const string log = """
            2026-11-23T04:00:00.000000Z	info	Envoy proxy is ready
            [2026-11-23T04:00:01.000Z] "GET / HTTP/1.1" 200 - via_upstream - "-" 0 3 1 1 "-" "curl/8.0" "id" "apps-svc-all" "10.0.0.1:80" x
            [2026-11-23T04:00:02.000Z] "GET / HTTP/1.1" 404 NR route_not_found - "-" 0 0 0 - "-" "curl/8.0" "id" "apps-svc-all" "-" - -
            [2026-11-23T04:00:03.000Z] "GET / HTTP/1.1" 404 NR route_not_found - "-" 0 0 0 - "-" "curl/8.0" "id" "apps-svc-all" "-" - -
            """;

        Assert.Equal(new Dictionary<string, int> { ["NR route_not_found"] = 2 }, AccessLog.Count(log));
    }
}
