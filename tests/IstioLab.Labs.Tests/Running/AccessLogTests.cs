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

        Assert.Equal(new Dictionary<string, int> { ["NR route_not_found"] = 2 }, AccessLog.Count(AccessLog.Parse(log)));
    }

    [Fact]
    public void Log_in_json_is_read_as_well()
    {
        const string log = """
            {"response_code":503,"response_flags":"UH","response_code_details":"no_healthy_upstream","path":"/"}
            {"level":"info","msg":"Envoy proxy is ready"}
            {"response_code":"200","response_flags":"-","response_code_details":"via_upstream"}
            """;

        var lines = AccessLog.Parse(log);

        Assert.Equal([(503, "UH", "no_healthy_upstream"), (200, "-", "via_upstream")], lines.Select(line => (line.Status, line.Flags, line.Details)));
    }
}
